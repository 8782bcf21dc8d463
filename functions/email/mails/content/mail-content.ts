import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { type Locale, type MessageKey, message } from '../../../../shared/messages/message.ts'

/** A mail as its reader sees it: the same words as plain text and as HTML. */
export interface MailBody {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A mail's content with what goes around it. */
export interface MailContent extends MailBody {
  /** The store as the customer knows it. */
  readonly fromName?: string
  /** Where an answer goes; the store's own address unless given. */
  readonly replyTo?: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** A content as a machine's letter: RFC 3834, vacation notes and the like do not answer it. */
export const automaticMail = (content: MailBody): MailContent => ({
  ...content,
  headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
})

type Paragraphs = string | readonly string[]

/** Says that an order was taken in and checked. */
export function orderAccepted(
  { externalId, customerName }: { readonly externalId: string; readonly customerName: string },
  locale: Locale = 'pt-BR',
): MailBody {
  const order = { order: externalId }
  return compose(locale, externalId, message(locale, 'mail.order-accepted.subject', order), [
    greeting(locale, customerName),
    message(locale, 'mail.order-accepted.body', order),
    message(locale, 'mail.farewell'),
  ])
}

/**
 * Asks the customer to mend what only they can. It names the fields, never what stands in them: when it is the
 * address that is wrong, a stranger reads this.
 */
export function orderNeedsCorrection(
  {
    externalId,
    customerName,
    evidence,
  }: {
    readonly externalId: string
    readonly customerName: string
    readonly evidence: readonly Evidence[]
  },
  locale: Locale = 'pt-BR',
): MailBody {
  const order = { order: externalId }
  const fields = [...new Set(evidence.map(({ field }) => fieldLabel(locale, field)))]
  return compose(locale, externalId, message(locale, 'mail.order-needs-correction.subject', order), [
    greeting(locale, customerName),
    message(locale, 'mail.order-needs-correction.body', order),
    fields.length > 0 ? fields : [message(locale, 'field.other')],
    message(locale, 'mail.order-needs-correction.what-to-do'),
    message(locale, 'mail.farewell'),
  ])
}

type FieldKey = Exclude<MessageKey & `field.${string}`, 'field.of-shipping' | 'field.of-billing'>

/** Fields of an order that the catalogue has a word for, by the last part of their path. */
const fieldKeys: Readonly<Record<string, FieldKey>> = {
  name: 'field.name',
  email: 'field.email',
  phone: 'field.phone',
  document: 'field.document',
  recipient: 'field.recipient',
  street: 'field.street',
  number: 'field.number',
  complement: 'field.complement',
  district: 'field.district',
  city: 'field.city',
  uf: 'field.uf',
  cep: 'field.cep',
  ibgeCode: 'field.ibgeCode',
  stateRegistration: 'field.stateRegistration',
}

function fieldLabel(locale: Locale, path: string): string {
  const [part, field = ''] = path.split('.')
  const key = Object.hasOwn(fieldKeys, field) ? fieldKeys[field] : undefined
  if (key === undefined) return message(locale, 'field.other')
  const label = message(locale, key)
  if (part === 'shippingAddress') return message(locale, 'field.of-shipping', { field: label })
  if (part === 'billingAddress') return message(locale, 'field.of-billing', { field: label })
  return label
}

/**
 * Greets by the first word of a name, when it is one: whoever places orders in others' names must not be able to
 * put words or links into a mail of ours.
 */
function greeting(locale: Locale, name: string): string {
  const [first = ''] = name.trim().split(/\s+/)
  return /^\p{L}[\p{L}\p{M}'’-]{0,39}$/u.test(first)
    ? message(locale, 'mail.greeting', { name: first })
    : message(locale, 'mail.greeting.unnamed')
}

function compose(
  locale: Locale,
  externalId: string,
  subject: string,
  blocks: readonly Paragraphs[],
): MailBody {
  const foot = message(locale, 'mail.automatic', { order: externalId })
  return { subject: headerText(subject), text: asText(blocks, foot), html: asHtml(locale, blocks, foot) }
}

/** A header's value on one line: whatever could end the line or start another header becomes a space. */
export const headerText = (value: string): string =>
  value.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim()

function asText(blocks: readonly Paragraphs[], foot: string): string {
  const paragraphs = blocks.map((block) =>
    typeof block === 'string' ? block : block.map((line) => `- ${line}`).join('\n'),
  )
  return `${paragraphs.join('\n\n')}\n\n-- \n${foot}\n`
}

const asHtml = (locale: Locale, blocks: readonly Paragraphs[], foot: string): string =>
  [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222;max-width:40em">',
    ...blocks.map((block) =>
      typeof block === 'string'
        ? `<p>${escapeHtml(block)}</p>`
        : `<ul>${block.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
    ),
    `<hr><p style="font-size:13px;color:#666">${escapeHtml(foot)}</p></body></html>`,
  ].join('\n')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
