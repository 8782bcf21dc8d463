import { channelsPersonalDataTold, personalDataAsked } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitAnswers } from '../../../shared/privacy/answer.store.ts'
import { privacyAnswers } from '../deliveries/facts.store.ts'
import { heldChannels } from './personal-data.store.ts'

/** Tells what the slice holds of a person, or erases it, but for what hangs on an order that is kept. */
export const answerWhenPersonalDataAsked = reaction({
  name: 'answer-when-personal-data-asked',
  on: [personalDataAsked],
  run: async ({ snapshot: asked }, context) => {
    const held = await heldChannels(asked, context)
    await commitAnswers(privacyAnswers, asked, held, channelsPersonalDataTold.happened, context)
  },
})
