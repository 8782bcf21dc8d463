import { orderPassed } from '../../../events/quality/quality-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { clearOrder } from './order-holds.ts'

/** Clears the content of an order that quality passed; a pass of an older content is ignored. */
export const clearOrderWhenPassed = reaction({
  name: 'clear-order-when-passed',
  on: [orderPassed],
  run: async ({ store, data }, { cause, now }) => {
    const order = await loadOrder(store, data.orderId)
    await commitOrder(clearOrder(order, data, now), cause, now)
  },
})
