import { messageJoined, threadOpened } from '../../../../events/email/thread-events.ts'
import { reaction } from '../../../../shared/inbox/reaction.ts'
import { findMessage } from '../../messages/message.store.ts'
import { commitThread, loadThread } from '../thread.store.ts'
import { readMessage } from './read-message.usecase.ts'
import { understandThread } from './understand-thread.ts'

/** Classifies a person's message with the store's model; automatic mail is not classified. */
export const understandThreadWhenMessageJoins = reaction({
  name: 'understand-thread-when-message-joins',
  on: [threadOpened, messageJoined],
  run: async ({ store, data, snapshot: { id } }, { cause, now }) => {
    if (data.automatic) return
    const { messageId } = data
    const [thread, message] = await Promise.all([loadThread(store, id), findMessage(store, messageId)])
    if (message === undefined) return
    const { order } = thread
    const { understanding, settings } = await readMessage(
      message,
      order?.link === 'confirmed' ? order.id : undefined,
    )
    const reopened = 'reopened' in data && data.reopened
    const read = { messageId, understanding, reopened }
    await commitThread(understandThread(thread, read, settings.autoRouteFrom, now), cause, now)
  },
})
