import {
  orderCancelled,
  orderDelivered,
  orderDispatched,
  orderReturned,
} from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { updateOrderProjection } from './order-projection.store.ts'

/** Updates the order projection for replies to customers, once an order is dispatched or final. */
export const updateOrderProjectionWhenOrderMoves = reaction({
  name: 'update-order-projection-when-order-moves',
  on: [orderDispatched, orderDelivered, orderReturned, orderCancelled],
  run: ({ snapshot }, { cause, now }) => updateOrderProjection(snapshot, cause, now),
})
