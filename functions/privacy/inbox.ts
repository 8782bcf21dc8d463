import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { takeAnswerWhenPersonalDataTold } from './take-answer-when-personal-data-told.event.ts'

export const reactions = [takeAnswerWhenPersonalDataTold]

export const handler = inboxHandler('privacy', reactions)
