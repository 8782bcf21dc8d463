import { personalDataReported, personalDataRequested } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { personalDataOfOrders } from './personal-data.usecase.ts'

/** Tells what the slice holds of a person, or erases it, but for orders that are still under way. */
export const reportPersonalDataWhenRequested = reaction({
  name: 'report-personal-data-when-requested',
  on: [personalDataRequested],
  run: async ({ snapshot: asked }, context) => {
    const held = await personalDataOfOrders(asked, context)
    await commitReports('orders', asked, held, personalDataReported.orders.happened, context)
  },
})
