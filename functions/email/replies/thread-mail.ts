import { replyWritten } from '../../../events/email/mail-events.ts'
import { derivedId } from '../../../shared/ids.ts'
import type { MailDecision, ThreadMail } from '../mails/mail.ts'
import type { EmailSettings } from '../settings/email-settings.ts'
import type { Thread } from '../threads/thread.ts'

/** The content of a mail to a customer. */
export interface ReplyContent {
  readonly to: string
  readonly language: ThreadMail['language']
  readonly subject: string
  readonly text: string
}

/** Writes a reply, to be sent once. `key` distinguishes the replies of a thread. */
export function writeReply(
  thread: Thread,
  settings: EmailSettings,
  content: ReplyContent & { readonly resolves: boolean },
  { by, key, now }: { by: string; key: string; now: string },
): MailDecision<ThreadMail> {
  const { resolves, ...rest } = content
  const next: ThreadMail = {
    ...threadMail('reply', thread, settings, rest, { by, now }),
    id: derivedId('mail', thread.store, thread.id, 'reply', key),
    status: 'written',
    ...(resolves ? { resolves } : {}),
  }
  return { next, events: [replyWritten.happened({ threadId: thread.id })] }
}

/** Claims the only acknowledgement of a thread. */
export const claimAcknowledgement = (
  thread: Thread,
  settings: EmailSettings,
  content: ReplyContent,
  { by, now }: { by: string; now: string },
): MailDecision<ThreadMail> => ({
  next: {
    ...threadMail('acknowledgement', thread, settings, content, { by, now }),
    id: derivedId('mail', thread.store, thread.id, 'acknowledgement'),
    status: 'sending',
  },
  events: [],
})

function threadMail(
  kind: ThreadMail['kind'],
  thread: Thread,
  { displayName }: EmailSettings,
  content: ReplyContent,
  { by, now }: { by: string; now: string },
): Omit<ThreadMail, 'id' | 'status'> {
  const { store, id: threadId } = thread
  const references = referencesOf(thread)
  return {
    kind,
    store,
    version: 1,
    threadId,
    ...content,
    from: displayName,
    references,
    by,
    writtenAt: now,
    claimedAt: now,
  }
}

/** Message-IDs that are safe in a header: they cannot end the line and are no longer than SES allows. */
const cleanReference = /^<[!-;=?-~]{3,200}>$/
const maxReferences = 8

/** The Message-IDs of a thread. The customer's newest mail, which is answered, comes last. */
function referencesOf({ messages }: Thread): string[] {
  const referenced = messages.filter(({ reference }) => cleanReference.test(reference ?? ''))
  const answered = referenced.findLast(({ direction, automatic }) => direction === 'in' && !automatic)
  const ids = referenced.flatMap(({ reference = '' }) => reference).filter((id) => id !== answered?.reference)
  const last = answered?.reference === undefined ? [] : [answered.reference]
  return [...new Set(ids)].slice(1 - maxReferences).concat(last)
}
