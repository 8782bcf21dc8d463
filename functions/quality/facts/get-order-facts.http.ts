import { route } from '../../../shared/http/route.ts'
import { OrderFactsPath, OrderFactsView, toFactsView } from './fact-requests.ts'
import { findFactSheet } from './fact-sheet.store.ts'

/** Returns the facts recorded about an order. */
export const getOrderFactsRoute = route({
  method: 'GET',
  path: '/quality/facts/orders/{orderId}',
  scope: 'quality:read',
  summary: 'Get the facts of an order',
  params: OrderFactsPath,
  response: OrderFactsView,
  success: 200,
  run: async ({ params, principal: { store } }) => {
    const sheet = await findFactSheet(store, { subject: 'order', orderId: params.orderId })
    return { ...toFactsView(sheet), orderId: params.orderId }
  },
})
