import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { processDeliveryWhenReceived } from './process-delivery-when-received.event.ts'

export const reactions = [processDeliveryWhenReceived]

export const handler = inboxHandler('channels', reactions)
