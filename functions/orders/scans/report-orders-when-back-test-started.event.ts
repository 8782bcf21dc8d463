import { backTestStarted } from '../../../events/quality/back-test-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage } from './order-scan.store.ts'
import { beginReportScan } from './order-scan.ts'

/** Starts to report the orders of a range of time for a back-test; a scan that exists already continues. */
export const reportOrdersWhenBackTestStarted = reaction({
  name: 'report-orders-when-back-test-started',
  on: [backTestStarted],
  run: async ({ store, aggregate, data: { from, to } }, { cause, now }) => {
    await commitPage(beginReportScan(store, aggregate.id, { from, to }, now), [], cause, now)
  },
})
