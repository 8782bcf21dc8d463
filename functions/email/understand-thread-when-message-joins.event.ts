import { messageJoined, threadOpened } from '../../events/thread-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { understandMail } from './classifier/understand-mail.ts'
import { modelsOf } from './classifier.store.ts'
import { loadEmailSettings } from './email-settings.store.ts'
import { findKnownOrder } from './known-order.store.ts'
import { findMessage } from './message.store.ts'
import { wordsOf } from './message-words.ts'
import { commitThread, loadThread } from './thread.store.ts'
import type { Thread } from './thread.ts'
import { understandThread } from './understand-thread.ts'

/** Reads what a person's message is about, with the store's own model; a machine's says nothing of that. */
export const understandThreadWhenMessageJoins = reaction({
  name: 'understand-thread-when-message-joins',
  on: [threadOpened, messageJoined],
  run: async ({ store, data, snapshot: { id } }, { cause, now }) => {
    if (data.automatic) return
    const { messageId } = data
    const [thread, message] = await Promise.all([loadThread(store, id), findMessage(store, messageId)])
    if (message === undefined) return
    const [settings, models, orderStatus] = await Promise.all([
      loadEmailSettings(store),
      modelsOf(store),
      orderStatusOf(thread),
    ])
    const mail = { text: wordsOf(message), orderStatus, usualLanguage: settings.language }
    const read = {
      messageId,
      understanding: understandMail(mail, models.categories, models.languages),
      reopened: 'reopened' in data && data.reopened,
    }
    await commitThread(understandThread(thread, read, settings.autoRouteFrom, now), cause, now)
  },
})

/** How the order of a thread stands; nothing of one that is not surely its customer's. */
async function orderStatusOf({ store, order }: Thread) {
  if (order?.link !== 'confirmed') return undefined
  // Nothing is kept of an order that has not left: see `knowOrderWhenItMoves`.
  return (await findKnownOrder(store, order.id))?.status ?? 'placed'
}
