import { messageErased } from '../../../events/email/email-events.ts'
import { threadErased } from '../../../events/email/thread-events.ts'
import { erasedText } from '../../../events/orders/erased-order.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { LabelledMail } from '../classifier/labelled-mail.ts'
import type { Message } from '../messages/message.ts'
import type { Thread, ThreadDecision } from '../threads/thread.ts'
import { isThreadMail, type Mail, type MailDecision, type OrderMail, recordOrder } from './mail.ts'
import type { OrderProjection } from './order-projection.ts'

/** Stands where an address of somebody's stood; no mail goes there (RFC 2606). */
const erasedAddress = 'apagado@example.invalid'

export const isErasedMail = ({ to }: Mail): boolean => to === erasedAddress
export const isErasedMessage = ({ from }: Message): boolean => from.address === erasedAddress
export const isErasedThread = ({ customer }: Thread): boolean => customer.address === erasedAddress

/** Erases whom a mail of ours went to, and its words. It counts as settled, so that a repeat does not send it again. */
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

/**
 * Stands where the mail of an order's acceptance would: no mail about the order goes out any more, since whoever comes
 * late finds it settled.
 */
export const blockOrderMail = (
  { id: orderId, store, channel, externalId }: OrderSnapshot,
  now: string,
): MailDecision<OrderMail> =>
  recordOrder(
    { store, kind: 'order-accepted', orderId, channel, externalId, to: erasedAddress, checks: [] },
    now,
  )

/** Erases who wrote a mail, and its words; that one came, and when, stays. */
export function eraseMessage(message: Message): Decision<Message> {
  const { messageId: _, inReplyTo: __, token: ___, html: ____, object: _____, ...rest } = message
  return {
    next: {
      ...rest,
      version: message.version + 1,
      from: { address: erasedAddress, name: '' },
      to: [],
      subject: erasedText,
      reply: erasedText,
      text: erasedText,
      references: [],
      attachments: message.attachments.map(({ type, bytes }) => ({ name: '', type, bytes, kept: false })),
    },
    events: [messageErased.happened({})],
  }
}

/** Erases with whom a conversation was, and what was about them; what became of it stays. */
export function eraseThread(thread: Thread, now: string): ThreadDecision {
  const { category, merged, ...rest } = thread
  return {
    next: {
      ...rest,
      version: thread.version + 1,
      customer: { address: erasedAddress, name: '' },
      participants: [],
      subject: erasedText,
      ...(category === undefined ? {} : { category: { ...category, why: [] } }),
      messages: thread.messages.map(({ reference: _, ...message }) => message),
      ...(merged === undefined ? {} : { merged: merged.map((one) => ({ ...one, participants: [] })) }),
      updatedAt: now,
    },
    events: [threadErased.happened({})],
  }
}

/** Erases the words that the store's model learnt from; the next model learns without them. */
export const eraseLabelledMail = (mail: LabelledMail): Decision<LabelledMail> => ({
  next: { ...mail, version: mail.version + 1, text: '' },
  events: [],
})

/** Erases by what an order's recipient can be looked up at its carrier. */
export function eraseOrderProjection(known: OrderProjection): Decision<OrderProjection> {
  const { trackingCode: _, ...rest } = known
  return { next: { ...rest, version: known.version + 1 }, events: [] }
}
