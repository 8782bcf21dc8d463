import { OrderFacts } from '../../../events/quality/facts.ts'
import { route } from '../../../shared/http/route.ts'
import { OrderFactsPath, OrderFactsView, toFactsView } from './fact-requests.ts'
import { recordFacts } from './record-facts.usecase.ts'

/**
 * Replaces the facts of an order; a missing field is removed. Recording them re-runs the order's checks immediately.
 */
export const recordOrderFactsRoute = route({
  method: 'PUT',
  path: '/quality/facts/orders/{orderId}',
  scope: 'quality:write',
  summary: 'Record the facts of an order',
  params: OrderFactsPath,
  request: OrderFacts,
  response: OrderFactsView,
  success: 200,
  changes: true,
  run: async (context) => {
    const { params, body } = context
    const sheet = await recordFacts(context, { subject: 'order', orderId: params.orderId, facts: body })
    return { ...toFactsView(sheet), orderId: params.orderId }
  },
})
