import { apiHandler } from '../../shared/http/api.ts'
import { cancelOrderRoute } from './cancel-order.http.ts'
import { correctOrderRoute } from './correct-order.http.ts'
import { deliverOrderRoute } from './deliver-order.http.ts'
import { dispatchOrderRoute } from './dispatch-order.http.ts'
import { getOrderRoute } from './get-order.http.ts'
import { holdOrderRoute } from './hold-order.http.ts'
import { listOrdersRoute } from './list-orders.http.ts'
import { orderHistoryRoute } from './order-history.http.ts'
import { packOrderRoute } from './pack-order.http.ts'
import { payOrderRoute } from './pay-order.http.ts'
import { placeOrderRoute } from './place-order.http.ts'
import { releaseHoldRoute } from './release-hold.http.ts'
import { returnOrderRoute } from './return-order.http.ts'
import { undoCorrectionRoute } from './undo-correction.http.ts'

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
