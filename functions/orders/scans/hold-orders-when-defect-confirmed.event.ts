import { defectConfirmed } from '../../../events/quality/defect-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginDefectScan } from './order-scan.ts'

/** Begins to hold every open order that contains what is defective; nothing when it has begun, or was lifted since. */
export const holdOrdersWhenDefectConfirmed = reaction({
  name: 'hold-orders-when-defect-confirmed',
  on: [defectConfirmed],
  run: async ({ store, aggregate, data }, { cause, now }) => {
    if ((await findScan(store, aggregate.id)) !== undefined) return
    const defect = { defectId: aggregate.id, ...data }
    await commitPage(beginDefectScan('hold', store, defect, now), [], cause, now)
  },
})
