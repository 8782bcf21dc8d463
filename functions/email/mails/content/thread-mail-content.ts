import type { ThreadMail } from '../mail.ts'
import { type MailContent, writeMail } from './mail-content.ts'

/** Marks an acknowledgement as written by a machine (RFC 3834). */
const acknowledgementHeaders = [
  { name: 'Auto-Submitted', value: 'auto-replied' },
  { name: 'X-Auto-Response-Suppress', value: 'All' },
] as const

/** A mail of a thread: it names the mail that it answers; replies to `replyTo` find the thread. */
export function threadMailContent(mail: ThreadMail, replyTo: string): MailContent {
  const { subject, text, from, language, references, kind } = mail
  const answered = references.at(-1)
  return writeMail({
    language,
    subject,
    parts: text.trim().split(/\n{2,}/),
    text,
    fromName: from,
    replyTo,
    headers: [
      ...(kind === 'acknowledgement' ? acknowledgementHeaders : []),
      ...(answered === undefined
        ? []
        : [
            { name: 'In-Reply-To', value: answered },
            { name: 'References', value: referencesHeader(references) },
          ]),
    ],
  })
}

const maxHeader = 900

/** As many references as fit the header; the last one is always kept. */
function referencesHeader(references: readonly string[]): string {
  let kept = references.at(-1) ?? ''
  for (const reference of references.slice(0, -1).toReversed()) {
    const longer = `${reference} ${kept}`
    if (longer.length > maxHeader) break
    kept = longer
  }
  return kept
}
