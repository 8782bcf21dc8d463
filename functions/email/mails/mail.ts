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

/** Why a mail is sent: an order, its customer's address, and the checks to correct. */
export interface MailTrigger {
  readonly store: string
  readonly kind: OrderMail['kind']
  readonly orderId: string
  readonly channel: string
  readonly externalId: string
  readonly to: string
  /** The failed checks that only the customer can correct; empty for other kinds. */
  readonly checks: readonly string[]
}

export const isThreadMail = (mail: Mail): mail is ThreadMail => 'threadId' in mail

/**
 * How long a claim keeps other runs from sending, in milliseconds. SES has no idempotency, but reports each accepted
 * mail (`Email Sent`) within seconds. An older claim without a report was left by a run that died before it sent.
 */
export const claimMilliseconds = 5 * 60_000

/**
 * The address of an order that mail can go to: one ASCII address, as SES requires. `undefined` for anything else; the
 * checks decide whether that matters.
 */
export function mailableAddress(email: string | undefined): string | undefined {
  const address = email?.trim() ?? ''
  return address.length <= 254 &&
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+$/i.test(address)
    ? address
    : undefined
}

/** The id of a mail: one for each order and kind, and for corrections one for each set of checks. */
export const mailId = ({
  store,
  orderId,
  kind,
  checks,
}: Pick<MailTrigger, 'store' | 'orderId' | 'kind' | 'checks'>): string =>
  derivedId('mail', store, orderId, kind, ...new Set([...checks].sort()))

/** Claims a mail for sending: the run that writes this first sends the mail. There are no events yet. */
export const claimMail = (trigger: MailTrigger, now: string): MailDecision<OrderMail> =>
  first(trigger, 'sending', now)

/** Records an order without sending a mail, so that later mail of its customer finds the order. */
export const recordOrder = (trigger: MailTrigger, now: string): MailDecision<OrderMail> =>
  first(trigger, 'not-needed', now)

const first = (trigger: MailTrigger, status: OrderMail['status'], now: string): MailDecision<OrderMail> => ({
  next: {
    ...trigger,
    id: mailId(trigger),
    version: 1,
    checks: [...new Set(trigger.checks)].sort(),
    status,
    claimedAt: now,
  },
  events: [],
})

/** What a repeat does with a stored mail: nothing, wait for the event of SES, or send it. */
export function claimStatus(mail: Mail, now: string): 'done' | 'in-progress' | 'claimable' {
  if (isDone(mail)) return 'done'
  if (mail.status === 'refused' || mail.status === 'written') return 'claimable'
  return Date.parse(now) - Date.parse(mail.claimedAt) < claimMilliseconds ? 'in-progress' : 'claimable'
}

const doneStatuses: ReadonlySet<Mail['status']> = new Set(['sent', 'suppressed', 'not-needed'])
const isDone = ({ status }: Mail): boolean => doneStatuses.has(status)

/** Claims a mail again that SES rejected, or whose claim is too old. */
export const reclaim = (mail: Mail, now: string): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'sending', claimedAt: now },
  events: [],
})

/** Releases a claim after SES rejected the mail: it was certainly not sent, so the next attempt need not wait. */
export const releaseClaim = (mail: Mail): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'refused' },
  events: [],
})

/** Does not send a mail: its address is suppressed. */
export const suppressMail = (mail: Mail): MailDecision => ({
  next: { ...mail, version: mail.version + 1, status: 'suppressed' },
  events: [mailSuppressed.happened(conversationOf(mail))],
})

/** The thread of a mail, for its events. */
export const conversationOf = (mail: Mail): { threadId?: string } =>
  isThreadMail(mail) ? { threadId: mail.threadId } : {}

/** Marks a mail as sent; `messageId` is the id that SES gave it. A mail that is done does not change. */
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
