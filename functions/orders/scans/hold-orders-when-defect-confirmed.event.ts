import { defectConfirmed } from '../../../events/quality/defect-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginDefectScan } from './order-scan.ts'

/** Starts to hold every open order with the defective SKU, lot or supplier; a scan that exists already is left alone. */
export const holdOrdersWhenDefectConfirmed = reaction({
  name: 'hold-orders-when-defect-confirmed',
  on: [defectConfirmed],
  run: async ({ store, aggregate, data }, { cause, now }) => {
    if ((await findScan(store, aggregate.id)) !== undefined) return
    const defect = { defectId: aggregate.id, ...data }
    await commitPage(beginDefectScan('hold', store, defect, now), [], cause, now)
  },
})
