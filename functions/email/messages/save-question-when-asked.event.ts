import { channelQuestionAsked } from '../../../events/channels/channel-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { saveMessage } from './message.store.ts'
import { receiveQuestion } from './message.ts'

/** Saves a channel's question as a message, once. A question that the channel removed has no text and is ignored. */
export const saveQuestionWhenAsked = reaction({
  name: 'save-question-when-asked',
  on: [channelQuestionAsked],
  run: async ({ store, snapshot }, { cause, now }) => {
    const { orderExternalId, text } = snapshot.question
    if (text === '') return
    const orderId = orderExternalId && orderIdOf(store, snapshot.channel, orderExternalId)
    await saveMessage(receiveQuestion(snapshot, orderId), cause, now)
  },
})
