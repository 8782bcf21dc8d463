import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { processDeliveryWhenReceived } from './process-delivery-when-received.event.ts'

export const reactions = [processDeliveryWhenReceived, answerWhenPersonalDataAsked]

export const handler = inboxHandler('channels', reactions)
