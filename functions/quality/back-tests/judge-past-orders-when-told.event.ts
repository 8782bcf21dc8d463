import { sweepTold } from '../../../events/orders/sweep-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitBackTest, loadBackTest, recall } from './back-test.store.ts'
import { countPage, isCounted } from './back-test.ts'

/** Judges a page of past orders by the settings that a back-test proposes, and counts it once. */
export const judgePastOrdersWhenTold = reaction({
  name: 'judge-past-orders-when-told',
  on: [sweepTold],
  run: async ({ store, data: { backTestId, page, orders } }, { cause, now }) => {
    const backTest = await loadBackTest(store, backTestId)
    if (isCounted(backTest, page)) return
    await commitBackTest(countPage(backTest, page, await recall(backTest, orders), now), cause, now)
  },
})
