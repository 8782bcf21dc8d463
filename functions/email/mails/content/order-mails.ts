import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { type MailContent, type MailPart, writeMail } from './mail-content.ts'
import type { TextKey } from './text-keys.ts'
import { greeting, textOf } from './texts.ts'

/** Marks a mail as written by a machine (RFC 3834): vacation replies and the like do not answer it. */
const automaticHeaders = [{ name: 'Auto-Submitted', value: 'auto-generated' }] as const

interface OrderMail {
  readonly externalId: string
  readonly customerName: string
}

/** The mail that confirms that an order was received and checked. */
export function orderAccepted(order: OrderMail, language: EmailLanguage = 'pt'): MailContent {
  const values = { order: order.externalId }
  return orderMail(order, language, textOf(language, 'order-accepted.subject', values), [
    textOf(language, 'order-accepted.body', values),
  ])
}

/**
 * The mail that asks the customer to correct their data. It names the fields, never their values: when the address is
 * wrong, a stranger reads the mail.
 */
export function orderNeedsCorrection(
  { evidence, ...order }: OrderMail & { readonly evidence: readonly Evidence[] },
  language: EmailLanguage = 'pt',
): MailContent {
  const values = { order: order.externalId }
  const fields = [...new Set(evidence.map(({ field }) => fieldLabel(language, field)))]
  return orderMail(order, language, textOf(language, 'order-needs-correction.subject', values), [
    textOf(language, 'order-needs-correction.body', values),
    fields.length > 0 ? fields : [textOf(language, 'field.other')],
    textOf(language, 'order-needs-correction.what-to-do'),
  ])
}

const orderMail = (
  { externalId, customerName }: OrderMail,
  language: EmailLanguage,
  subject: string,
  parts: readonly MailPart[],
): MailContent =>
  writeMail({
    language,
    subject,
    parts: [greeting(language, customerName), ...parts, textOf(language, 'order-mail.farewell')],
    footer: textOf(language, 'order-mail.footer', { order: externalId }),
    headers: automaticHeaders,
  })

type FieldKey = Exclude<TextKey & `field.${string}`, 'field.of-shipping' | 'field.of-billing'>

/** Fields of an order that have a label, by the last part of their path. */
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

function fieldLabel(language: EmailLanguage, path: string): string {
  const [part, field = ''] = path.split('.')
  const key = Object.hasOwn(fieldKeys, field) ? fieldKeys[field] : undefined
  if (key === undefined) return textOf(language, 'field.other')
  const label = textOf(language, key)
  if (part === 'shippingAddress') return textOf(language, 'field.of-shipping', { field: label })
  if (part === 'billingAddress') return textOf(language, 'field.of-billing', { field: label })
  return label
}
