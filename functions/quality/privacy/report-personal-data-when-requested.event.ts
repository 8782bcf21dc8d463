import { personalDataRequested, qualityPersonalDataReported } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { personalDataReports } from './personal-data.store.ts'
import { findPersonalData } from './personal-data.usecase.ts'

/** Tells what the slice holds of a person, or erases it, but for what hangs on an order that is kept. */
export const reportPersonalDataWhenRequested = reaction({
  name: 'answer-when-personal-data-asked',
  on: [personalDataRequested],
  run: async ({ snapshot: asked }, context) => {
    const held = await findPersonalData(asked, context)
    await commitReports(personalDataReports, asked, held, qualityPersonalDataReported.happened, context)
  },
})
