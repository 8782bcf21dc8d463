import { scanAdvanced, scanFinished, scanStarted } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitDefectScan, findDefectScan } from './defect.store.ts'
import { trackScan } from './defect.ts'

/** Stores the progress of a defect's order scan, with the orders held and released. */
export const trackDefectScanWhenPageScanned = reaction({
  name: 'track-defect-scan-when-page-scanned',
  on: [scanStarted, scanAdvanced, scanFinished],
  run: async ({ store, snapshot: scan }, { cause, now }) => {
    if (scan.purpose === 'report' || scan.purpose === 'recheck') return
    const decision = trackScan(await findDefectScan(store, scan.defectId), scan)
    if (decision !== undefined) await commitDefectScan(decision, cause, now)
  },
})
