import { DeliverySnapshot } from '../../../events/channels/channel-events.ts'
import { route } from '../../../shared/http/route.ts'
import { loadDelivery } from './delivery.store.ts'
import { DeliveryPath } from './delivery-requests.ts'

/** Shows a delivery and its outcome. Its body is personal data and is not returned. */
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
