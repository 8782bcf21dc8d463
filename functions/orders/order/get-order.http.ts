import { route } from '../../../shared/http/route.ts'
import { loadOrder } from './order.store.ts'
import { OrderPath, OrderView, toOrderView } from './order-requests.ts'

/** Returns an order with its blockers: what prevents its dispatch. */
export const getOrderRoute = route({
  method: 'GET',
  path: '/orders/{orderId}',
  scope: 'orders:read',
  summary: 'Get an order',
  params: OrderPath,
  response: OrderView,
  success: 200,
  run: async ({ params, principal }) => toOrderView(await loadOrder(principal.store, params.orderId)),
})
