import { apiHandler } from '../../shared/http/api.ts'
import { correctOrderRoute } from './corrections/correct-order.http.ts'
import { undoCorrectionRoute } from './corrections/undo-correction.http.ts'
import { holdOrderRoute } from './holds/hold-order.http.ts'
import { releaseHoldRoute } from './holds/release-hold.http.ts'
import { getOrderRoute } from './order/get-order.http.ts'
import { listOrdersRoute } from './order/list-orders.http.ts'
import { orderHistoryRoute } from './order/order-history.http.ts'
import { placeOrderRoute } from './order/place-order.http.ts'
import { cancelOrderRoute } from './progress/cancel-order.http.ts'
import { deliverOrderRoute } from './progress/deliver-order.http.ts'
import { dispatchOrderRoute } from './progress/dispatch-order.http.ts'
import { packOrderRoute } from './progress/pack-order.http.ts'
import { payOrderRoute } from './progress/pay-order.http.ts'
import { returnOrderRoute } from './progress/return-order.http.ts'

export const routes = [
  placeOrderRoute,
  listOrdersRoute,
  getOrderRoute,
  orderHistoryRoute,
  correctOrderRoute,
  undoCorrectionRoute,
  holdOrderRoute,
  releaseHoldRoute,
  payOrderRoute,
  packOrderRoute,
  dispatchOrderRoute,
  deliverOrderRoute,
  cancelOrderRoute,
  returnOrderRoute,
]

export const handler = apiHandler(routes)
