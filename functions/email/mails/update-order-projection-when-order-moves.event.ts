import {
  orderCancelled,
  orderDelivered,
  orderDispatched,
  orderReturned,
} from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { updateOrderProjection } from './order-projection.store.ts'

/** Keeps how an order stands, for the answers to its customer, once it has left or will not leave. */
export const updateOrderProjectionWhenOrderMoves = reaction({
  name: 'update-order-projection-when-order-moves',
  on: [orderDispatched, orderDelivered, orderReturned, orderCancelled],
  run: ({ snapshot }, { cause, now }) => updateOrderProjection(snapshot, cause, now),
})
