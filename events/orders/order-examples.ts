import { exampleOf } from '../example.ts'
import { withoutPerson } from './erased-order.ts'
import * as events from './order-events.ts'
import type { OrderSnapshot } from './order-schema.ts'

const base = {
  id: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  store: 'loja-azul',
  version: 1,
  contentVersion: 1,
  channel: 'loja-propria',
  externalId: '1001',
  customer: {
    name: 'Maria Souza',
    email: 'maria@example.com',
    phone: '+5511987654321',
    document: '529.982.247-25',
  },
  shippingAddress: {
    recipient: 'Maria Souza',
    street: 'Avenida Paulista',
    number: '1578',
    complement: 'ap. 42',
    district: 'Bela Vista',
    city: 'São Paulo',
    uf: 'SP',
    cep: '01310-200',
    ibgeCode: '3550308',
    phone: '+5511987654321',
  },
  lines: [
    {
      sku: 'CAN-AZ-350',
      title: 'Caneca azul 350 ml',
      quantity: 2,
      unitPrice: 3990,
      discount: 0,
      ncm: '69120000',
      weightGrams: 380,
      dimensionsMm: { length: 120, width: 90, height: 100 },
    },
  ],
  currency: 'BRL',
  totals: { discount: 0, freight: 1500, fees: 0, total: 9480 },
  payment: { status: 'pending', method: 'pix', approvedAmount: 0, refundedAmount: 0 },
  holds: [],
  placedAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
  dispatchBy: '2026-11-26T21:00:00.000Z',
  deliverBy: '2026-12-01T21:00:00.000Z',
} satisfies Omit<
  OrderSnapshot,
  'status' | 'packedAt' | 'dispatchedAt' | 'deliveredAt' | 'returnedAt' | 'cancelledAt' | 'reason'
>

const approved = {
  status: 'approved',
  method: 'pix',
  approvedAmount: 9480,
  refundedAmount: 0,
  approvedAt: '2026-11-24T12:05:00.000Z',
} as const
const paid = { ...base, payment: approved }
const packed = { ...paid, version: 4, packedAt: '2026-11-25T12:00:00.000Z' }
const dispatched = {
  ...packed,
  version: 5,
  dispatchedAt: '2026-11-25T15:00:00.000Z',
  carrier: 'Correios',
  trackingCode: 'AA123456785BR',
}

/** One example order in each state that the events' examples show. */
export const orderExamples = {
  placed: { status: 'placed', ...base },
  held: {
    status: 'placed',
    ...base,
    version: 2,
    holds: [
      {
        code: 'cep-uf',
        reason: 'the CEP belongs to another state',
        placedAt: '2026-11-24T12:00:01.000Z',
        placedBy: 'quality',
        issueId: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
        issueVersion: 1,
      },
    ],
  },
  cleared: {
    status: 'placed',
    ...base,
    version: 2,
    pass: {
      contentVersion: 1,
      contentHash: '5f0c3e9a7b2d4c6e8f1a3b5c7d9e0f2a',
      at: '2026-11-24T12:00:01.000Z',
    },
  },
  paid: { status: 'placed', ...paid, version: 3 },
  packed: { status: 'packed', ...packed },
  dispatched: { status: 'dispatched', ...dispatched },
  delivered: { status: 'delivered', ...dispatched, version: 6, deliveredAt: '2026-11-28T15:00:00.000Z' },
  returned: {
    status: 'returned',
    ...dispatched,
    version: 7,
    deliveredAt: '2026-11-28T15:00:00.000Z',
    returnedAt: '2026-12-03T15:00:00.000Z',
    reason: 'arrived with a crack',
  },
  cancelled: {
    status: 'cancelled',
    ...base,
    version: 3,
    cancelledAt: '2026-11-24T14:00:00.000Z',
    reason: 'the customer changed their mind',
  },
} satisfies Record<string, OrderSnapshot>

const { placed, held, cleared, paid: paidOrder, packed: packedOrder, ...later } = orderExamples
const reason = 'the CEP belongs to another state'
const partlyPaid = { ...placed.payment, status: 'approved', approvedAmount: 5000 } as const

const correction = {
  id: 'cor_6b9e2h5k8n1q4t7w0z3c6f9j2m',
  check: 'address-incomplete',
  at: '2026-11-24T12:00:02.000Z',
  changes: [{ path: 'shippingAddress.uf', before: 'sp', after: 'SP' }],
}

const channelSeen = { revision: 2, prints: { lines: '6f1ed002ab559585' } }

/** One example of every event of an order. */
export const orderEventExamples = [
  exampleOf(events.orderPlaced, {}, placed),
  exampleOf(
    events.orderChanged,
    { fields: ['shippingAddress.cep'], repack: false },
    { ...placed, version: 3, contentVersion: 3 },
  ),
  exampleOf(
    events.orderCorrected,
    { correctionId: correction.id, check: correction.check, changes: correction.changes, repack: false },
    { ...placed, version: 2, contentVersion: 2, corrections: [correction] },
  ),
  exampleOf(
    events.orderCorrectionUndone,
    {
      correctionId: correction.id,
      check: correction.check,
      fields: ['shippingAddress.uf'],
      repack: false,
    },
    {
      ...placed,
      version: 4,
      contentVersion: 4,
      corrections: [{ ...correction, undone: { at: '2026-11-24T12:10:00.000Z', by: 'ana' } }],
    },
  ),
  exampleOf(events.orderHeld, { code: 'cep-uf', reason }, held),
  exampleOf(events.orderReleased, { code: 'cep-uf', reason: 'the cause is gone' }, { ...placed, version: 3 }),
  exampleOf(events.orderPassed, { contentVersion: 1 }, cleared),
  exampleOf(events.orderRefunded, { amount: 1000 }, { ...placed, version: 3 }),
  exampleOf(events.orderChannelFollowed, { revision: 2 }, { ...placed, version: 3, channelSeen }),
  exampleOf(
    events.orderChannelConflict,
    { says: 'cancelled', revision: 2 },
    { ...placed, version: 3, channelSeen: { ...channelSeen, conflict: 'cancelled' } },
  ),
  exampleOf(events.orderPaid, { amount: 9480 }, paidOrder),
  exampleOf(
    events.orderPartlyPaid,
    { amount: 5000, outstanding: 4480 },
    { ...placed, version: 2, payment: partlyPaid },
  ),
  exampleOf(events.orderPacked, {}, packedOrder),
  exampleOf(events.orderDispatched, { carrier: 'Correios', trackingCode: 'AA123456785BR' }, later.dispatched),
  exampleOf(events.orderDelivered, {}, later.delivered),
  exampleOf(events.orderCancelled, { reason: 'the customer changed their mind' }, later.cancelled),
  exampleOf(events.orderReturned, { reason: 'arrived with a crack' }, later.returned),
  exampleOf(
    events.orderErased,
    {},
    withoutPerson({ ...later.returned, version: 8 }, '2026-12-10T12:00:00.000Z'),
  ),
]
