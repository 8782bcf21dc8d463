import { DeliverySnapshot } from '../../../events/channels/channel-events.ts'
import { route } from '../../../shared/http/route.ts'
import { loadDelivery } from './delivery.store.ts'
import { DeliveryPath } from './delivery-requests.ts'

/** Shows a delivery: what came in, and what became of it. Its body is personal data and is not shown. */
export const getDeliveryRoute = route({
  method: 'GET',
  path: '/channels/deliveries/{deliveryId}',
  scope: 'channels:read',
  summary: 'Show a delivery',
  params: DeliveryPath,
  response: DeliverySnapshot,
  success: 200,
  run: ({ params, principal }) => loadDelivery(principal.store, params.deliveryId),
})
