import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { HoldPath, OrderView, ReasonRequest } from '../order/order-requests.ts'
import { releaseHold } from './order-holds.ts'

/** Releases a hold with a reason. The reason is a query parameter, since not every client sends a body with DELETE. */
export const releaseHoldRoute = route({
  method: 'DELETE',
  path: '/orders/{orderId}/holds/{code}',
  scope: 'orders:write',
  summary: 'Release a hold',
  params: HoldPath,
  query: ReasonRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => {
    const { params, query, principal } = context
    return changeOrder(context, (order, now) =>
      releaseHold(order, { code: params.code, reason: query.reason, releasedBy: principal.id }, now),
    )
  },
})
