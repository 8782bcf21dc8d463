import { personalDataReported, personalDataRequested } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { personalDataOfOrders } from './personal-data.usecase.ts'

/** Reports a person's orders, or erases them, except orders that must be retained. */
export const reportPersonalDataWhenRequested = reaction({
  name: 'report-personal-data-when-requested',
  on: [personalDataRequested],
  run: async ({ snapshot: request }, context) => {
    const records = await personalDataOfOrders(request, context)
    await commitReports('orders', request, records, personalDataReported.orders.happened, context)
  },
})
