import { personalDataReported, personalDataRequested } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { findPersonalData } from './personal-data.usecase.ts'

/** Reports the slice's records of a person, or erases those that need not be retained. */
export const reportPersonalDataWhenRequested = reaction({
  name: 'report-personal-data-when-requested',
  on: [personalDataRequested],
  run: async ({ snapshot: request }, context) => {
    const records = await findPersonalData(request, context)
    await commitReports('quality', request, records, personalDataReported.quality.happened, context)
  },
})
