import { replyWritten } from '../../../events/email/mail-events.ts'
import { derivedId } from '../../../shared/ids.ts'
import { escapeHtml, headerText, type MailContent } from '../mails/content/mail-content.ts'
import type { MailDecision, ThreadMail } from '../mails/mail.ts'
import { isAnswer, replyAddress } from '../messages/thread-references.ts'
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

const maxSubject = 250

/** The subject of an answer to a subject; `fallback` where it has none. */
export function answerSubject(subject: string, fallback: string): string {
  const clean = headerText(subject)
  if (clean === '') return fallback
  const cut = clean.slice(0, maxSubject).toWellFormed().trim()
  return isAnswer(cut) ? cut : `Re: ${cut}`
}

/**
 * A mail in a conversation as it goes out: it answers (In-Reply-To, References), and answers to it find the
 * conversation by the address that `token` makes. An acknowledgement says that a machine wrote it (RFC 3834).
 */
export function threadMailContent(mail: ThreadMail, token: string, domain: string): MailContent {
  const { store, subject, text, from, language, references, kind } = mail
  const answered = references.at(-1)
  const machine = [
    { name: 'Auto-Submitted', value: 'auto-replied' },
    { name: 'X-Auto-Response-Suppress', value: 'All' },
  ]
  return {
    subject: headerText(subject),
    text,
    html: asHtml(text, language),
    fromName: headerText(from),
    replyTo: replyAddress(store, token, domain),
    headers: [
      ...(kind === 'acknowledgement' ? machine : []),
      ...(answered === undefined
        ? []
        : [
            { name: 'In-Reply-To', value: answered },
            { name: 'References', value: referencesHeader(references) },
          ]),
    ],
  }
}

const maxHeader = 900

/** As many references as fit a header, the last of them surely. */
function referencesHeader(references: readonly string[]): string {
  let kept = references.at(-1) ?? ''
  for (const reference of references.slice(0, -1).toReversed()) {
    const longer = `${reference} ${kept}`
    if (longer.length > maxHeader) break
    kept = longer
  }
  return kept
}

const htmlLanguages = { pt: 'pt-BR', es: 'es', en: 'en' } as const

const asHtml = (text: string, language: ThreadMail['language']): string =>
  [
    `<!doctype html><html lang="${htmlLanguages[language]}"><head><meta charset="utf-8"></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222;max-width:40em">',
    ...text
      .trim()
      .split(/\n{2,}/)
      .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`),
    '</body></html>',
  ].join('\n')
