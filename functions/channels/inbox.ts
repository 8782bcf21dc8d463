import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { processDeliveryWhenReceived } from './deliveries/process-delivery-when-received.event.ts'
import { retryPausedWhenResumed } from './deliveries/retry-paused-when-resumed.event.ts'
import { answerWhenPersonalDataAsked } from './privacy/answer-when-personal-data-asked.event.ts'

export const reactions = [processDeliveryWhenReceived, retryPausedWhenResumed, answerWhenPersonalDataAsked]

export const handler = inboxHandler('channels', reactions)
