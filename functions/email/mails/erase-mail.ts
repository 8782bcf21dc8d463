import { erasedText } from '../../../events/orders/erased-order.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { isThreadMail, type Mail, type MailDecision, type OrderMail, recordOrder } from './mail.ts'

/** Replaces an erased address; `.invalid` takes no mail (RFC 2606). */
export const erasedAddress = 'apagado@example.invalid'

export const isErasedMail = ({ to }: Mail): boolean => to === erasedAddress

/** Erases the recipient and the text of a mail of ours. The mail counts as done, so a repeat does not send it again. */
export function eraseMail(mail: Mail): MailDecision {
  const { delivery, ...rest } = mail
  const erased = {
    version: mail.version + 1,
    to: erasedAddress,
    status: mail.status === 'sent' ? ('sent' as const) : ('not-needed' as const),
    ...(delivery === undefined ? {} : { delivery: { status: delivery.status, at: delivery.at } }),
  }
  const next = isThreadMail(mail)
    ? { ...rest, ...erased, subject: erasedText, text: erasedText, references: [] }
    : { ...rest, ...erased }
  return { next, events: [] }
}

/** Takes the place of the mail about an order's acceptance, so that no late event sends a mail about the order. */
export const blockOrderMail = (
  { id: orderId, store, channel, externalId }: OrderSnapshot,
  now: string,
): MailDecision<OrderMail> =>
  recordOrder(
    { store, kind: 'order-accepted', orderId, channel, externalId, to: erasedAddress, checks: [] },
    now,
  )
