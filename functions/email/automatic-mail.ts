import type { MailHeader } from './mail-headers.ts'

/** What is looked at to tell a machine's mail from a person's. */
export interface MailOrigin {
  readonly headers: readonly MailHeader[]
  /** Address of the sender. */
  readonly from: string
  /** Addresses in To and Cc. */
  readonly to: readonly string[]
  /** Domain of our own addresses. */
  readonly ourDomain: string
}

/** Each reason to take a mail for a machine's (RFC 3834, RFC 2076, RFC 3464 and common practice). */
const reasons = {
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
} as const satisfies Record<string, (mail: MailOrigin) => boolean>

export type AutomaticReason = keyof typeof reasons

const machineSender =
  /^(?:mailer-daemon|postmaster|(?:no|do-?not|n[aã]o)[._-]?(?:reply|responda|responder)|owner-.+|.+-request)$/i

const valuesOf = ({ headers }: MailOrigin, name: string): readonly string[] =>
  headers.filter(({ key }) => key === name).map(({ value }) => value)

const isOurs = (address: string, domain: string): boolean =>
  address.toLowerCase().endsWith(`@${domain.toLowerCase()}`)

/** Why a mail counts as automatic; empty when a person wrote it. Automatic mail is kept, but never answered. */
export const automaticReasons = (mail: MailOrigin): readonly AutomaticReason[] =>
  (Object.keys(reasons) as AutomaticReason[]).filter((reason) => reasons[reason](mail))
