import {
  categoryCorrected,
  threadOrderLinked,
  threadUnderstood,
} from '../../../../events/email/thread-events.ts'
import { reaction } from '../../../../shared/inbox/reaction.ts'
import { findMessage } from '../../messages/message.store.ts'
import { loadEmailSettings } from '../../settings/email-settings.store.ts'
import { commitThread, loadThread } from '../thread.store.ts'
import { actOnThread } from './act-on-thread.ts'

/** Applies a thread's category when it is classified or corrected, or when its order is confirmed. */
export const actWhenThreadUnderstood = reaction({
  name: 'act-when-thread-understood',
  on: [threadUnderstood, categoryCorrected, threadOrderLinked],
  run: async ({ type, store, data, snapshot: { id } }, { cause, now }) => {
    const [thread, settings] = await Promise.all([loadThread(store, id), loadEmailSettings(store)])
    const messageId = 'messageId' in data ? data.messageId : newestFrom(thread)
    const message = await findMessage(store, messageId)
    const trigger = { messageId, text: message?.reply ?? '', corrected: type === categoryCorrected.type }
    await commitThread(actOnThread(thread, settings, trigger, now), cause, now)
  },
})

/** The id of the customer's newest message in a thread. */
const newestFrom = ({ messages }: Awaited<ReturnType<typeof loadThread>>): string =>
  messages.findLast(({ direction, automatic }) => direction === 'in' && !automatic)?.id ?? ''
