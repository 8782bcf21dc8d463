import { threadUnderstood } from '../../../events/email/thread-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { threadMailsTo } from '../mails/mail.store.ts'
import { findMessage } from '../messages/message.store.ts'
import { loadEmailSettings } from '../settings/email-settings.store.ts'
import { loadThread } from '../threads/thread.store.ts'
import { acknowledge } from './acknowledge.ts'
import { sendAcknowledgement } from './send-thread-mail.usecase.ts'
import { findThreadOrder } from './thread-order.usecase.ts'

/** Acknowledges a customer's mail, in their language. */
export const acknowledgeWhenThreadUnderstood = reaction({
  name: 'acknowledge-when-thread-understood',
  on: [threadUnderstood],
  run: async ({ store, data: { messageId, language }, snapshot: { id } }, { cause, now }) => {
    const [thread, message] = await Promise.all([loadThread(store, id), findMessage(store, messageId)])
    if (message === undefined || thread.acknowledgedAt !== undefined) return
    const [settings, order, sent] = await Promise.all([
      loadEmailSettings(store),
      findThreadOrder(thread),
      threadMailsTo(store, message.from.address),
    ])
    const context = { settings, order, sent, language }
    const claim = acknowledge(thread, message, context, { by: cause.actor.id, now })
    if (claim !== undefined) await sendAcknowledgement(claim, { cause, now })
  },
})
