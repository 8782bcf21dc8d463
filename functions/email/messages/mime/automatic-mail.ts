import type { MailGuard } from '../../../../events/email/email-events.ts'
import type { MailHeader, Verdicts } from './mail-headers.ts'

/** The parts of a mail that show whether a machine wrote it. */
export interface MailOrigin {
  readonly headers: readonly MailHeader[]
  /** The sender's address. */
  readonly from: string
  /** Addresses in To and Cc. */
  readonly to: readonly string[]
  /** The domain of our own addresses. */
  readonly ourDomain: string
  readonly verdicts: Verdicts
  /** The sender may be forged. */
  readonly doubtful: boolean
}

/**
 * Each guard against an automatic reply (RFC 3834, RFC 2076, RFC 3464, Microsoft's X-Auto-Response-Suppress and common
 * practice). A reply to a forged or harmful sender would reach its victim.
 */
const guards: Readonly<Record<MailGuard, (mail: MailOrigin) => boolean>> = {
  'auto-submitted': (mail) => valuesOf(mail, 'auto-submitted').some((value) => !/^no\b/i.test(value.trim())),
  'null-return-path': (mail) => /^<\s*>$/.test(valuesOf(mail, 'return-path')[0]?.trim() ?? ''),
  report: (mail) =>
    valuesOf(mail, 'content-type').some((value) => /^multipart\/report\b/i.test(value.trim())),
  precedence: (mail) =>
    valuesOf(mail, 'precedence').some((value) => /^(?:bulk|junk|list|auto[_-]?reply)$/i.test(value.trim())),
  list: ({ headers }) => headers.some(({ key }) => key.startsWith('list-')),
  'x-loop': (mail) => valuesOf(mail, 'x-loop').length > 0,
  'x-autoreply': (mail) => valuesOf(mail, 'x-autoreply').length > 0,
  'x-autorespond': (mail) => valuesOf(mail, 'x-autorespond').length > 0,
  'machine-sender': ({ from }) => machineSender.test(from.split('@')[0] ?? ''),
  'own-sender': ({ from, ourDomain }) => isOurs(from, ourDomain),
  'not-addressed-to-us': ({ to, ourDomain }) => !to.some((address) => isOurs(address, ourDomain)),
  'asks-for-none': (mail) =>
    valuesOf(mail, 'x-auto-response-suppress').some((value) => !/^\s*none\s*$/i.test(value)),
  'sender-failed': ({ verdicts }) => verdicts.dmarc === 'FAIL',
  'sender-doubtful': ({ doubtful }) => doubtful,
  spam: ({ verdicts }) => verdicts.spam === 'FAIL',
  virus: ({ verdicts }) => verdicts.virus === 'FAIL',
}

/** With these guards a person may still have written the mail. */
const quietOnly: ReadonlySet<MailGuard> = new Set([
  'not-addressed-to-us',
  'asks-for-none',
  'sender-failed',
  'sender-doubtful',
  'spam',
  'virus',
])

const machineSender =
  /^(?:mailer-daemon|postmaster|(?:no|do-?not|n[aã]o)[._-]?(?:reply|responda|responder)|owner-.+|.+-request)$/i

const valuesOf = ({ headers }: MailOrigin, name: string): readonly string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value)

const isOurs = (address: string, domain: string): boolean =>
  address.toLowerCase().endsWith(`@${domain.toLowerCase()}`)

/** The guards that stop an acknowledgement; empty when one may be sent. */
export const guardsOf = (mail: MailOrigin): readonly MailGuard[] =>
  (Object.keys(guards) as MailGuard[]).filter((guard) => guards[guard](mail))

/** Whether a machine wrote the mail: it is stored, but triggers nothing. */
export const isAutomatic = (found: readonly MailGuard[]): boolean =>
  found.some((guard) => !quietOnly.has(guard))
