import { ordersPersonalDataTold, personalDataAsked } from '../../../events/privacy/privacy-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitAnswers } from '../../../shared/privacy/answer.store.ts'
import { privacyAnswers } from '../order/order.store.ts'
import { heldOrders } from './personal-data.store.ts'

/** Tells what the slice holds of a person, or erases it, but for orders that are still under way. */
export const answerWhenPersonalDataAsked = reaction({
  name: 'answer-when-personal-data-asked',
  on: [personalDataAsked],
  run: async ({ snapshot: asked }, context) => {
    const held = await heldOrders(asked, context)
    await commitAnswers(privacyAnswers, asked, held, ordersPersonalDataTold.happened, context)
  },
})
