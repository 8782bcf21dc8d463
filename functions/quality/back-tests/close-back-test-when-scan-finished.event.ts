import { scanFinished } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitBackTest, loadBackTest } from './back-test.store.ts'
import { closePages } from './back-test.ts'

/** Records the number of pages of a back-test; it finishes once all pages are counted. */
export const closeBackTestWhenScanFinished = reaction({
  name: 'close-back-test-when-scan-finished',
  on: [scanFinished],
  run: async ({ store, snapshot, data: { pages } }, { cause, now }) => {
    if (snapshot.purpose !== 'report') return
    const backTest = await loadBackTest(store, snapshot.backTestId)
    if (backTest.pages.total === undefined) await commitBackTest(closePages(backTest, pages, now), cause, now)
  },
})
