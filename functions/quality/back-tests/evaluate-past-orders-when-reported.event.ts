import { scanReported } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitBackTest, loadBackTest } from './back-test.store.ts'
import { countPage, isCounted } from './back-test.ts'
import { loadPastOrders } from './past-orders.usecase.ts'

/** Evaluates a page of past orders with the settings of a back-test, and counts it once. */
export const evaluatePastOrdersWhenReported = reaction({
  name: 'evaluate-past-orders-when-reported',
  on: [scanReported],
  run: async ({ store, data: { backTestId, page, orders } }, { cause, now }) => {
    const backTest = await loadBackTest(store, backTestId)
    if (isCounted(backTest, page)) return
    await commitBackTest(countPage(backTest, page, await loadPastOrders(backTest, orders), now), cause, now)
  },
})
