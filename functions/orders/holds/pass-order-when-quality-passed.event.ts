import { orderPassed } from '../../../events/quality/quality-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { passOrder } from './order-holds.ts'

/** Records the pass of an order's content; a pass of an older content is ignored. */
export const passOrderWhenQualityPassed = reaction({
  name: 'pass-order-when-quality-passed',
  on: [orderPassed],
  run: async ({ store, data }, { cause, now }) => {
    const order = await loadOrder(store, data.orderId)
    await commitOrder(passOrder(order, data, now), cause, now)
  },
})
