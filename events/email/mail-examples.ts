import { exampleOf } from '../example.ts'
import * as events from './mail-events.ts'

const orderMail = {
  id: 'mail_1t4w7z0c3f6j9m2p5s8v1y4b7e',
  store: 'loja-azul',
  version: 2,
  kind: 'order-accepted',
  orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  channel: 'loja-propria',
  externalId: '1001',
  to: 'maria@example.com',
  checks: [],
  status: 'sent',
  claimedAt: '2026-11-24T12:00:02.000Z',
  sentAt: '2026-11-24T12:00:03.000Z',
  messageId: '0100018f-example',
} as const satisfies events.MailSnapshot

const threadId = 'thr_4n7q0t3w6z9c2f5j8m1p4s7v0y'

const reply = {
  id: 'mail_6m9p2s5v8y1b4e7h0k3n6q9t2w',
  store: 'loja-azul',
  version: 3,
  kind: 'reply',
  threadId,
  to: 'maria@example.com',
  by: 'ana@example.com',
  language: 'pt',
  from: 'Loja Azul',
  subject: 'Re: Pedido 1001',
  text: 'Olá, Maria! O seu pedido 1001 foi enviado pelos Correios.',
  references: ['<abc@example.com>'],
  status: 'sent',
  writtenAt: '2026-11-24T16:00:00.000Z',
  claimedAt: '2026-11-24T16:00:01.000Z',
  sentAt: '2026-11-24T16:00:02.000Z',
  messageId: '0100018f-reply',
} as const

const { sentAt: _, messageId: __, ...written } = reply
const at = '2026-11-24T16:00:04.000Z'

/** A mail about an order that was sent. */
const orderMailExample: Extract<events.MailSnapshot, { orderId: string }> = {
  ...orderMail,
  checks: [],
}

const replyWith = (more: Partial<events.MailSnapshot>): events.MailSnapshot =>
  ({ ...reply, references: [...reply.references], ...more }) as events.MailSnapshot

/** One example of each event of a mail. */
export const mailEventExamples = [
  exampleOf(events.mailSent, { kind: 'order-accepted', orderId: orderMail.orderId }, orderMailExample),
  exampleOf(
    events.replyWritten,
    { threadId },
    { ...written, references: [...reply.references], version: 1, status: 'written' },
  ),
  exampleOf(events.threadMailSent, { kind: 'reply', threadId }, replyWith({})),
  exampleOf(
    events.mailSuppressed,
    { threadId },
    { ...written, references: [...reply.references], version: 2, status: 'suppressed' },
  ),
  exampleOf(
    events.mailDelivered,
    { threadId },
    replyWith({ version: 4, delivery: { status: 'delivered', at } }),
  ),
  exampleOf(
    events.mailBounced,
    { threadId, permanent: true, reason: 'smtp; 550 5.1.1 user unknown' },
    replyWith({ version: 4, delivery: { status: 'bounced', at, reason: 'smtp; 550 5.1.1 user unknown' } }),
  ),
  exampleOf(
    events.mailComplained,
    { threadId },
    replyWith({ version: 5, delivery: { status: 'complained', at } }),
  ),
]
