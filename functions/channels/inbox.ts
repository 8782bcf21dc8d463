import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { processDeliveryWhenReceived } from './process-delivery-when-received.event.ts'
import { retryPausedWhenResumed } from './retry-paused-when-resumed.event.ts'

export const reactions = [processDeliveryWhenReceived, retryPausedWhenResumed, answerWhenPersonalDataAsked]

export const handler = inboxHandler('channels', reactions)
