import { emailPersonalDataReported, personalDataRequested } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitReports } from '../../../shared/privacy/personal-data-report.store.ts'
import { privacyAnswers } from '../messages/message.store.ts'
import { personalDataInEmail } from './personal-data.usecase.ts'

/** Tells what the slice holds of a person, or erases it, but for what hangs on an order that is kept. */
export const reportPersonalDataWhenRequested = reaction({
  name: 'answer-when-personal-data-asked',
  on: [personalDataRequested],
  run: async ({ snapshot: asked }, context) => {
    const held = await personalDataInEmail(asked, context)
    await commitReports(privacyAnswers, asked, held, emailPersonalDataReported.happened, context)
  },
})
