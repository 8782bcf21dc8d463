import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { forgetKeysWhenErased } from './forget-keys-when-erased.event.ts'
import { forgetRequestWhenFinished } from './forget-request-when-finished.event.ts'
import { takeAnswerWhenPersonalDataTold } from './take-answer-when-personal-data-told.event.ts'

export const reactions = [takeAnswerWhenPersonalDataTold, forgetKeysWhenErased, forgetRequestWhenFinished]

export const handler = inboxHandler('privacy', reactions)
