import {
  orderCancelled,
  orderDelivered,
  orderDispatched,
  orderReturned,
} from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { keepKnownOrder } from './known-order.store.ts'

/** Keeps how an order stands, for the answers to its customer, once it has left or will not leave. */
export const knowOrderWhenItMoves = reaction({
  name: 'know-order-when-it-moves',
  on: [orderDispatched, orderDelivered, orderReturned, orderCancelled],
  run: ({ snapshot }, { cause, now }) => keepKnownOrder(snapshot, cause, now),
})
