import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { CorrectionPath, EmptyRequest, OrderView } from '../order/order-requests.ts'
import { undoCorrection } from './auto-correct.ts'

/** Undoes an automatic correction whose values were not changed since; it is never applied again. */
export const undoCorrectionRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/corrections/{correctionId}/undo',
  scope: 'orders:write',
  summary: 'Undo an automatic correction',
  params: CorrectionPath,
  request: EmptyRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => {
    const { params, principal } = context
    return changeOrder(context, (order, now) => undoCorrection(order, params.correctionId, principal.id, now))
  },
})
