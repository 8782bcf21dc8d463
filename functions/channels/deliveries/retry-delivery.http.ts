import { DeliverySnapshot } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { EmptyRequest } from '../connections/connection-requests.ts'
import { commitDelivery, findDelivery } from './delivery.store.ts'
import { retry } from './delivery.ts'
import { DeliveryPath } from './delivery-requests.ts'

/** Has a parked or ignored delivery worked on again. */
export const retryDeliveryRoute = route({
  method: 'POST',
  path: '/channels/deliveries/{deliveryId}/retry',
  scope: 'channels:write',
  summary: 'Try a delivery again',
  params: DeliveryPath,
  request: EmptyRequest,
  response: DeliverySnapshot,
  success: 200,
  changes: true,
  run: async ({ params, principal, ifMatch, cause, now }) => {
    const kept = await findDelivery(principal.store, params.deliveryId)
    if (kept === undefined) throw new DomainError('not-found', 'there is no delivery with this id')
    ifMatch(kept.delivery.version)
    const decision = retry(kept.delivery)
    if (decision.events.length > 0) await commitDelivery(decision, kept.body, cause, now)
    return decision.next
  },
})
