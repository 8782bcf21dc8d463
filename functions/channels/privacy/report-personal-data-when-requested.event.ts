import { personalDataReported, personalDataRequested } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { findPersonalData } from './find-personal-data.usecase.ts'

/**
 * Reports the personal data that the slice stores, or erases it, except what belongs to an order that is
 * retained.
 */
export const reportPersonalDataWhenRequested = reaction({
  name: 'report-personal-data-when-requested',
  on: [personalDataRequested],
  run: async ({ snapshot: asked }, context) => {
    const held = await findPersonalData(asked, context)
    await commitReports('channels', asked, held, personalDataReported.channels.happened, context)
  },
})
