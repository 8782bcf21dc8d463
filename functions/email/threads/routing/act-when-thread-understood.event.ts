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

/** Acts on what a conversation is about, when that is read, said by an analyst, or when its order becomes certain. */
export const actWhenThreadUnderstood = reaction({
  name: 'act-when-thread-understood',
  on: [threadUnderstood, categoryCorrected, threadOrderLinked],
  run: async ({ type, store, data, snapshot: { id } }, { cause, now }) => {
    const [thread, settings] = await Promise.all([loadThread(store, id), loadEmailSettings(store)])
    const messageId = 'messageId' in data ? data.messageId : newestFrom(thread)
    const message = await findMessage(store, messageId)
    const occasion = { messageId, words: message?.reply ?? '', corrected: type === categoryCorrected.type }
    await commitThread(actOnThread(thread, settings, occasion, now), cause, now)
  },
})

/** The customer's newest mail of a conversation. */
const newestFrom = ({ messages }: Awaited<ReturnType<typeof loadThread>>): string =>
  messages.findLast(({ direction, automatic }) => direction === 'in' && !automatic)?.id ?? ''
