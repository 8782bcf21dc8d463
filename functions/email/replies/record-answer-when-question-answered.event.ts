import { channelQuestionAsked } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { findMessage } from '../messages/message.store.ts'
import { questionMessageId } from '../messages/message.ts'
import { commitThread, loadThread, threadIdsOfMessages } from '../threads/thread.store.ts'
import { recordChannelAnswer } from './record-answer.ts'

/** Records in a question's thread that the question was answered at its channel. */
export const recordAnswerWhenQuestionAnswered = reaction({
  name: 'record-answer-when-question-answered',
  on: [channelQuestionAsked],
  run: async ({ store, snapshot }, { cause, now }) => {
    const { answer, text, updatedAt } = snapshot.question
    if (answer === undefined || text === '') return
    const messageId = questionMessageId(snapshot)
    const [threadId] = await threadIdsOfMessages(store, [messageId])
    if (threadId === undefined) {
      const message = await findMessage(store, messageId)
      if (message?.channel?.settled === true) return
      throw new DomainError('busy', 'Question has no thread yet; retry later.')
    }
    const thread = await loadThread(store, threadId)
    const target = thread.mergedInto === undefined ? thread : await loadThread(store, thread.mergedInto)
    const id = derivedId('ans', store, snapshot.id, answer.text)
    await commitThread(recordChannelAnswer(target, { id, at: answer.at ?? updatedAt }, now), cause, now)
  },
})
