import { scanAdvanced, scanReported, scanStarted } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { load } from '../../../shared/table/load.store.ts'
import { commitPage, readDefectPage, readRecheckPage, readReportPage, scans } from './order-scan.store.ts'
import { reportPage, scanDefectPage } from './order-scan.ts'
import { recheckPage } from './recheck-scan.ts'

/**
 * Does the next page of a sweep when the one before is done. The event names the version to go on from, so a page is
 * done once however often it is asked for, and a crash at any point leaves the event to be delivered again.
 */
export const scanNextPageWhenPageScanned = reaction({
  name: 'scan-next-page-when-page-scanned',
  on: [scanStarted, scanAdvanced, scanReported],
  run: async ({ store, aggregate }, { cause, now }) => {
    const sweep = await load(scans, store, aggregate.id)
    if (sweep.version !== aggregate.version || sweep.status === 'finished') return
    if (sweep.purpose === 'tell') {
      await commitPage(reportPage(sweep, await readReportPage(sweep), now), [], cause, now)
    } else if (sweep.purpose === 'recheck') {
      await commitPage(recheckPage(sweep, await readRecheckPage(sweep), now), [], cause, now)
    } else {
      const page = scanDefectPage(sweep, await readDefectPage(sweep), now)
      await commitPage(page.sweep, page.orders, cause, now)
    }
  },
})
