import { personalDataAsked, qualityPersonalDataTold } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitAnswers } from '../../../shared/privacy/answer.store.ts'
import { privacyAnswers } from '../runs/quality.store.ts'
import { heldQuality } from './personal-data.store.ts'

/** Tells what the slice holds of a person, or erases it, but for what hangs on an order that is kept. */
export const answerWhenPersonalDataAsked = reaction({
  name: 'answer-when-personal-data-asked',
  on: [personalDataAsked],
  run: async ({ snapshot: asked }, context) => {
    const held = await heldQuality(asked, context)
    await commitAnswers(privacyAnswers, asked, held, qualityPersonalDataTold.happened, context)
  },
})
