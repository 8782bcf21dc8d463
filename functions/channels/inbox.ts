import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { processDeliveryWhenReceived } from './deliveries/process-delivery-when-received.event.ts'
import { retryPausedWhenResumed } from './deliveries/retry-paused-when-resumed.event.ts'
import { reportPersonalDataWhenRequested } from './privacy/report-personal-data-when-requested.event.ts'

export const reactions = [
  processDeliveryWhenReceived,
  retryPausedWhenResumed,
  reportPersonalDataWhenRequested,
]

export const handler = inboxHandler('channels', reactions)
