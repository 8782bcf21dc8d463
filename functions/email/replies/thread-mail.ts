import { replyWritten } from '../../../events/email/mail-events.ts'
import { derivedId } from '../../../shared/ids.ts'
import type { MailDecision, ThreadMail } from '../mails/mail.ts'
import type { EmailSettings } from '../settings/email-settings.ts'
import type { Thread } from '../threads/thread.ts'

/** What is written to a customer. */
export interface ReplyContent {
  readonly to: string
  readonly language: ThreadMail['language']
  readonly subject: string
  readonly text: string
}

/** An answer that somebody wrote: it is sent once. `key` tells the answers of a thread apart. */
export function writeReply(
  thread: Thread,
  settings: EmailSettings,
  words: ReplyContent & { readonly resolves: boolean },
  { by, key, now }: { by: string; key: string; now: string },
): MailDecision<ThreadMail> {
  const { resolves, ...rest } = words
  const next: ThreadMail = {
    ...threadMail('reply', thread, settings, rest, { by, now }),
    id: derivedId('mail', thread.store, thread.id, 'reply', key),
    status: 'written',
    ...(resolves ? { resolves } : {}),
  }
  return { next, events: [replyWritten.happened({ threadId: thread.id })] }
}

/** Claims the one acknowledgement that a thread may have. */
export const claimAcknowledgement = (
  thread: Thread,
  settings: EmailSettings,
  words: ReplyContent,
  { by, now }: { by: string; now: string },
): MailDecision<ThreadMail> => ({
  next: {
    ...threadMail('acknowledgement', thread, settings, words, { by, now }),
    id: derivedId('mail', thread.store, thread.id, 'acknowledgement'),
    status: 'sending',
  },
  events: [],
})

function threadMail(
  kind: ThreadMail['kind'],
  thread: Thread,
  { displayName }: EmailSettings,
  words: ReplyContent,
  { by, now }: { by: string; now: string },
): Omit<ThreadMail, 'id' | 'status'> {
  const { store, id: threadId } = thread
  const references = referencesOf(thread)
  return {
    kind,
    store,
    version: 1,
    threadId,
    ...words,
    from: displayName,
    references,
    by,
    writtenAt: now,
    claimedAt: now,
  }
}

/** Message-IDs as headers may carry them: nothing that could end the line or is longer than SES takes. */
const cleanReference = /^<[!-;=?-~]{3,200}>$/
const maxReferences = 8

/** The Message-IDs of a thread, the customer's newest last: it is the one that is answered. */
function referencesOf({ messages }: Thread): string[] {
  const known = messages.filter(({ reference }) => cleanReference.test(reference ?? ''))
  const answered = known.findLast(({ direction, automatic }) => direction === 'in' && !automatic)
  const ids = known.flatMap(({ reference = '' }) => reference).filter((id) => id !== answered?.reference)
  const last = answered?.reference === undefined ? [] : [answered.reference]
  return [...new Set(ids)].slice(1 - maxReferences).concat(last)
}
