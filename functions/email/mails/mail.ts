import {
  type MailSnapshot,
  mailSent,
  mailSuppressed,
  threadMailSent,
} from '../../../events/email/mail-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'

export type Mail = MailSnapshot
export type OrderMail = Extract<Mail, { orderId: string }>
export type ThreadMail = Extract<Mail, { threadId: string }>
export type MailDecision<M extends Mail = Mail> = Decision<M>

/** What a mail is about: an order of a store, its customer's address, and for a correction what is to be mended. */
export interface MailTrigger {
  readonly store: string
  readonly kind: OrderMail['kind']
  readonly orderId: string
  readonly channel: string
  readonly externalId: string
  readonly to: string
  /** The failed checks that only the customer can mend; empty where the kind has none. */
  readonly checks: readonly string[]
}

export const isThreadMail = (mail: Mail): mail is ThreadMail => 'threadId' in mail

/**
 * How long a claim keeps others from sending, in milliseconds. SES tells of each mail that it took (`Email Sent`)
 * within seconds, but has no idempotency of its own; a claim that nobody has spoken of for this long was left by a
 * run that died before it sent.
 */
export const claimMilliseconds = 5 * 60_000

/**
 * The address to which mail can go, of what an order says: one address in ASCII, as SES takes it. Anything else is
 * no address to us; whether that matters is for the checks to say.
 */
export function mailableAddress(email: string | undefined): string | undefined {
  const address = email?.trim() ?? ''
  return address.length <= 254 &&
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+$/i.test(address)
    ? address
    : undefined
}

/** The id of a mail: one for each order and kind, and for a correction one for each set of what is to be mended. */
export const mailId = ({
  store,
  orderId,
  kind,
  checks,
}: Pick<MailTrigger, 'store' | 'orderId' | 'kind' | 'checks'>): string =>
  derivedId('mail', store, orderId, kind, ...new Set([...checks].sort()))

/** Claims a mail for sending: whoever writes this first sends it. Nothing happened yet that anybody is told of. */
export const claimMail = (occasion: MailTrigger, now: string): MailDecision<OrderMail> =>
  first(occasion, 'sending', now)

/** Notes an order with nothing to send about it, so that a later mail of its customer finds the order. */
export const recordOrder = (occasion: MailTrigger, now: string): MailDecision<OrderMail> =>
  first(occasion, 'not-needed', now)

const first = (occasion: MailTrigger, status: OrderMail['status'], now: string): MailDecision<OrderMail> => ({
  next: {
    ...occasion,
    id: mailId(occasion),
    version: 1,
    checks: [...new Set(occasion.checks)].sort(),
    status,
    claimedAt: now,
  },
  events: [],
})

/** What a repeat does about a mail that is already there: nothing, wait for word of it, or send it after all. */
export function claimStatus(mail: Mail, now: string): 'done' | 'in-progress' | 'claimable' {
  if (isDone(mail)) return 'done'
  if (mail.status === 'refused' || mail.status === 'written') return 'claimable'
  return Date.parse(now) - Date.parse(mail.claimedAt) < claimMilliseconds ? 'in-progress' : 'claimable'
}

const doneStatuses: ReadonlySet<Mail['status']> = new Set(['sent', 'suppressed', 'not-needed'])
const isDone = ({ status }: Mail): boolean => doneStatuses.has(status)

/** Claims a mail once more that is open: refused by SES, or claimed long ago with no word of it. */
export const reclaim = (mail: Mail, now: string): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'sending', claimedAt: now },
  events: [],
})

/** Gives a claim back after SES said no: the mail was surely not sent, and the next try need not wait. */
export const releaseClaim = (mail: Mail): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'refused' },
  events: [],
})

/** Lets a mail be that no mail may go to: its address is suppressed. */
export const suppressMail = (mail: Mail): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'suppressed' },
  events: [mailSuppressed.happened(conversationOf(mail))],
})

/** The conversation of a mail, as its events tell it. */
export const conversationOf = (mail: Mail): { threadId?: string } =>
  isThreadMail(mail) ? { threadId: mail.threadId } : {}

/** SES took the mail, under an id of its own. A mail that is settled stays as it is. */
export function markSent(mail: Mail, messageId: string, now: string): MailDecision {
  if (isDone(mail)) return { next: mail, events: [] }
  const sent = isThreadMail(mail)
    ? threadMailSent.happened({ kind: mail.kind, threadId: mail.threadId })
    : mailSent.happened({ kind: mail.kind, orderId: mail.orderId })
  return {
    next: { ...mail, version: mail.version + 1, status: 'sent', sentAt: now, messageId },
    events: [sent],
  }
}
