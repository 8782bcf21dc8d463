import { orderCancelled, orderDispatched } from '../../events/order-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { commitRun, findRun } from './quality.store.ts'
import { leaveOrder } from './run.ts'

/** Notes that an order was dispatched or cancelled: whatever is learned or set later, it is not judged again. */
export const closeRunWhenOrderLeaves = reaction({
  name: 'close-run-when-order-leaves',
  on: [orderDispatched, orderCancelled],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const known = await findRun(store, order.id)
    await commitRun(leaveOrder(known, order, now), [], cause, now)
  },
})
