import { backTestStarted } from '../../../events/quality/back-test-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage } from './order-scan.store.ts'
import { beginReportScan } from './order-scan.ts'

/** Begins to tell the orders of a range of time, for a back-test; the sweep that is there already goes on as it is. */
export const reportOrdersWhenBackTestStarted = reaction({
  name: 'report-orders-when-back-test-started',
  on: [backTestStarted],
  run: async ({ store, aggregate, data: { from, to } }, { cause, now }) => {
    await commitPage(beginReportScan(store, aggregate.id, { from, to }, now), [], cause, now)
  },
})
