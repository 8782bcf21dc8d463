import { scanAdvanced, scanReported, scanStarted } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { load } from '../../../shared/table/load.store.ts'
import { commitPage, readDefectPage, readRecheckPage, readReportPage, scans } from './order-scan.store.ts'
import { reportPage, scanDefectPage } from './order-scan.ts'
import { recheckPage } from './recheck-scan.ts'

/**
 * Processes the next page of a scan after the one before. The event names the version to continue from, so a page is
 * processed once however often the event is delivered; after a crash the event is delivered again.
 */
export const scanNextPageWhenPageScanned = reaction({
  name: 'scan-next-page-when-page-scanned',
  on: [scanStarted, scanAdvanced, scanReported],
  run: async ({ store, aggregate }, { cause, now }) => {
    const scan = await load(scans, store, aggregate.id)
    if (scan.version !== aggregate.version || scan.status === 'finished') return
    if (scan.purpose === 'report') {
      await commitPage(reportPage(scan, await readReportPage(scan), now), [], cause, now)
    } else if (scan.purpose === 'recheck') {
      await commitPage(recheckPage(scan, await readRecheckPage(scan), now), [], cause, now)
    } else {
      const page = scanDefectPage(scan, await readDefectPage(scan), now)
      await commitPage(page.scan, page.orders, cause, now)
    }
  },
})
