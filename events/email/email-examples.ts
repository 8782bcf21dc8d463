import { exampleOf } from '../example.ts'
import * as events from './email-events.ts'

const orderId = 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j'

const message: events.MessageSnapshot = {
  id: 'msg_5x8a1d4g7k0n3q6t9w2z5c8f1j',
  store: 'loja-azul',
  version: 1,
  receivedAt: '2026-11-24T15:00:00.000Z',
  from: { address: 'maria@example.com', name: 'Maria Souza' },
  to: ['loja-azul@mail.example.com'],
  subject: 'Pedido 1001',
  reply: 'Quando chega?',
  text: 'Quando chega?',
  references: [],
  attachments: [],
  verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
  automatic: false,
  guards: [],
  defects: [],
  orderId,
  object: { bucket: 'incoming-mail', key: 'incoming/abc' },
}

const erased: events.MessageSnapshot = {
  ...message,
  version: 2,
  from: { address: 'apagado@example.invalid', name: '' },
  to: [],
  subject: '(apagado)',
  reply: '(apagado)',
  text: '(apagado)',
}

/** One example of each event of the e-mail slice. */
export const emailEventExamples = [
  exampleOf(events.messageReceived, { orderId, automatic: false }, message),
  exampleOf(events.messageErased, {}, erased),
]
