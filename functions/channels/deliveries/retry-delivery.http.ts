import { DeliverySnapshot } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { EmptyRequest } from '../connections/connection-requests.ts'
import { commitDelivery, findDelivery } from './delivery.store.ts'
import { retry } from './delivery.ts'
import { DeliveryPath } from './delivery-requests.ts'

/** Retries a parked or ignored delivery. */
export const retryDeliveryRoute = route({
  method: 'POST',
  path: '/channels/deliveries/{deliveryId}/retry',
  scope: 'channels:write',
  summary: 'Retry a delivery',
  params: DeliveryPath,
  request: EmptyRequest,
  response: DeliverySnapshot,
  success: 200,
  changes: true,
  run: async ({ params, principal, ifMatch, cause, now }) => {
    const stored = await findDelivery(principal.store, params.deliveryId)
    if (stored === undefined) throw new DomainError('not-found', 'Delivery not found.')
    ifMatch(stored.delivery.version)
    const decision = retry(stored.delivery)
    if (decision.events.length > 0) await commitDelivery(decision, stored.body, cause, now)
    return decision.next
  },
})
