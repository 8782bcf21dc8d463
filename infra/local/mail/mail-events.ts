/** Events that SES publishes about a mail, by "SES events schema reference" of its guide. */
import { createHash } from 'node:crypto'
import type { PutEventsEntry } from '../events/event-entries.ts'
import { ACCOUNT, REGION } from '../physical-names.ts'

/** A mail that SES accepted. */
export interface AcceptedMail {
  readonly messageId: string
  /** Address in the From header, with its display name if any. */
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly configurationSet: string
  readonly tags: Readonly<Record<string, string>>
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number
}

type Outcome = 'delivered' | 'bounced' | 'suppressed' | 'complained'

const SIMULATED: ReadonlyMap<string, Outcome> = new Map([
  ['bounce', 'bounced'],
  ['suppressionlist', 'suppressed'],
  ['complaint', 'complained'],
])

/** Event types of an event destination, upper case, with detail type and name in the event. */
const TYPES = {
  SEND: ['Email Sent', 'Send'],
  DELIVERY: ['Email Delivered', 'Delivery'],
  BOUNCE: ['Email Bounced', 'Bounce'],
  COMPLAINT: ['Email Complaint Received', 'Complaint'],
} as const

/** A kind of event of the local SES. */
export type MailEventType = keyof typeof TYPES

/**
 * Outcome for an address: SES's mailbox simulator by local part (`bounce+x@simulator.amazonses.com`), or a
 * whole domain (`maria@bounce.test`) for different customers.
 */
function outcomeOf(address: string): Outcome {
  const [, local = '', domain = ''] = /<?([^<>@\s]+)@([^<>@\s]+?)>?$/.exec(address.toLowerCase()) ?? []
  const word = domain === 'simulator.amazonses.com' ? local.split('+')[0] : /^(.+)\.test$/.exec(domain)?.[1]
  return (word !== undefined && SIMULATED.get(word)) || 'delivered'
}

/** Events of a mail in order: sent, then delivered or bounced, then complaint. */
export function mailEvents(mail: AcceptedMail): { type: MailEventType; entry: PutEventsEntry }[] {
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map(bareAddress)
  const having = (...outcomes: Outcome[]) =>
    recipients.filter((address) => outcomes.includes(outcomeOf(address)))
  const delivered = having('delivered', 'complained')
  const events = [event(mail, 'SEND', { send: {} })]
  if (delivered.length > 0) events.push(event(mail, 'DELIVERY', { delivery: delivery(mail, delivered) }))
  for (const address of having('bounced'))
    events.push(event(mail, 'BOUNCE', { bounce: bounce(mail, address, 'General') }))
  for (const address of having('suppressed')) {
    events.push(event(mail, 'BOUNCE', { bounce: bounce(mail, address, 'Suppressed') }))
  }
  for (const address of having('complained')) {
    events.push(event(mail, 'COMPLAINT', { complaint: complaint(mail, address) }))
  }
  return events
}

function event(
  mail: AcceptedMail,
  type: MailEventType,
  what: object,
): { type: MailEventType; entry: PutEventsEntry } {
  const [detailType, eventType] = TYPES[type]
  return {
    type,
    entry: {
      Source: 'aws.ses',
      DetailType: detailType,
      Resources: [`arn:aws:ses:${REGION}:${ACCOUNT}:configuration-set/${mail.configurationSet}`],
      Detail: JSON.stringify({ eventType, mail: describe(mail), ...what }),
    },
  }
}

function describe(mail: AcceptedMail): object {
  const source = bareAddress(mail.from)
  const domain = source.split('@').at(-1) ?? ''
  const tags: [string, string][] = [
    ['ses:source-tls-version', 'TLSv1.3'],
    ['ses:configuration-set', mail.configurationSet],
    ['ses:from-domain', domain],
    ['ses:caller-identity', 'local'],
    ...Object.entries(mail.tags),
  ]
  return {
    timestamp: iso(mail.acceptedAt),
    source: mail.from,
    sourceArn: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${domain}`,
    sendingAccountId: ACCOUNT,
    messageId: mail.messageId,
    destination: [...mail.to, ...mail.cc, ...mail.bcc].map(bareAddress),
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to.join(', ') },
      { name: 'Subject', value: mail.subject },
      ...mail.headers,
    ],
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.messageId, subject: mail.subject },
    tags: Object.fromEntries(tags.map(([name, value]) => [name, [value]])),
  }
}

function delivery(mail: AcceptedMail, recipients: readonly string[]): object {
  return {
    timestamp: iso(mail.acceptedAt),
    processingTimeMillis: 0,
    recipients,
    smtpResponse: '250 2.0.0 OK',
    reportingMTA: 'a1-1.smtp-out.amazonses.com',
  }
}

function bounce(mail: AcceptedMail, emailAddress: string, bounceSubType: 'General' | 'Suppressed'): object {
  return {
    bounceType: 'Permanent',
    bounceSubType,
    bouncedRecipients: [
      {
        emailAddress,
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      },
    ],
    timestamp: iso(mail.acceptedAt),
    feedbackId: feedbackId(mail, emailAddress),
    reportingMTA: 'dns; a1-1.smtp-out.amazonses.com',
  }
}

function complaint(mail: AcceptedMail, emailAddress: string): object {
  return {
    complainedRecipients: [{ emailAddress }],
    complaintSubType: null,
    complaintFeedbackType: 'abuse',
    userAgent: 'Amazon SES Mailbox Simulator',
    timestamp: iso(mail.acceptedAt),
    arrivalDate: iso(mail.acceptedAt),
    feedbackId: feedbackId(mail, emailAddress),
  }
}

/** The same feedback always has the same id. */
function feedbackId(mail: AcceptedMail, address: string): string {
  return createHash('sha256').update(`${mail.messageId} ${address}`).digest('hex').slice(0, 32)
}

/** The address in `Maria <maria@example.com>`. */
function bareAddress(address: string): string {
  return /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address.trim()
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
