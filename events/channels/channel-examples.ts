import { exampleOf } from '../example.ts'
import { orderExamples } from '../orders/order-examples.ts'
import * as events from './channel-events.ts'
import type { CanonicalOrder } from './channel-schema.ts'

const { placed } = orderExamples
const at = '2026-11-24T12:00:00.000Z'

const connection: events.ConnectionSnapshot = {
  id: 'loja-azul.con_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  store: 'loja-azul',
  version: 1,
  platform: 'shopify',
  account: 'loja-azul.myshopify.com',
  channel: 'shopify',
  status: 'live',
  settings: {},
  connectedAt: at,
  updatedAt: at,
  secretChangedAt: at,
}

const from = {
  store: connection.store,
  version: 1,
  connectionId: connection.id,
  platform: connection.platform,
  channel: connection.channel,
}

const delivery: events.DeliverySnapshot = {
  ...from,
  id: 'del_1t4w7z0c3f6j9m2p5s8v1y4b7e',
  state: 'received',
  topic: 'orders/paid',
  resource: 'orders/5678901234567890123',
  occurredAt: at,
  receivedAt: at,
}
const reason = {
  code: 'unknown-topic',
  detail: 'one of orders/create, orders/paid is expected, received app/x',
}
const parked: events.DeliverySnapshot = { ...delivery, version: 2, state: 'parked', settledAt: at, reason }

const order: CanonicalOrder = {
  externalId: '5678901234567890123',
  status: 'paid',
  platformStatus: 'paid',
  updatedAt: at,
  placedAt: at,
  customer: placed.customer,
  shippingAddress: placed.shippingAddress,
  lines: placed.lines.map((line) => ({ ...line, lineId: '866550311766439020' })),
  currency: placed.currency,
  totals: placed.totals,
  payment: { status: 'approved', approvedAmount: placed.totals.total, refundedAmount: 0, approvedAt: at },
}

const channelOrder: events.ChannelOrderSnapshot = {
  ...from,
  id: 'cho_2v5y8k1n4q7t0w3z6c9f2j5m8p',
  externalId: order.externalId,
  raw: delivery.id,
  order,
  parts: {},
  unknown: [],
}

const claim: events.ChannelClaimSnapshot = {
  ...from,
  platform: 'mercado-livre',
  channel: 'mercado-livre',
  id: 'chc_5x8a1d4g7k0n3q6t9w2z5c8f1j',
  externalId: '5256749420',
  raw: delivery.id,
  claim: {
    externalId: '5256749420',
    kind: 'claim',
    orderExternalId: '2000007760945024',
    status: 'open',
    reason: 'different-or-defective',
    type: 'mediations',
    stage: 'claim',
    reasonCode: 'PDD9939',
    openedAt: at,
    updatedAt: at,
    dueAt: '2026-11-27T12:00:00.000Z',
  },
  unknown: [],
}

const question: events.ChannelQuestionSnapshot = {
  ...from,
  platform: 'mercado-livre',
  channel: 'mercado-livre',
  id: 'chq_8z1c4f7j0m3p6s9v2y5b8e1h4k',
  externalId: '12297208947',
  raw: delivery.id,
  question: {
    externalId: '12297208947',
    status: 'unanswered',
    text: 'Serve na caneca de 350 ml?',
    listingId: 'MLB1234567890',
    askedAt: at,
    updatedAt: at,
  },
  unknown: [],
}

const until = '2026-11-25T12:00:00.000Z'
const orderData = { externalId: order.externalId }

/** One example of every event of the channels slice. */
export const channelEventExamples = [
  exampleOf(events.connectionCreated, {}, connection),
  exampleOf(events.connectionPaused, {}, { ...connection, version: 2, status: 'paused' }),
  exampleOf(events.connectionResumed, {}, { ...connection, version: 3 }),
  exampleOf(
    events.connectionSecretChanged,
    { previousUntil: until },
    { ...connection, version: 2, previousSecretUntil: until },
  ),
  exampleOf(events.connectionRemoved, {}, { ...connection, version: 2, status: 'removed' }),
  exampleOf(events.connectionSilent, { lastDeliveryAt: at, hours: 24 }, { ...connection, version: 2 }),
  exampleOf(events.deliveryReceived, {}, delivery),
  exampleOf(events.deliveryRetried, {}, { ...delivery, version: 3, retries: 1 }),
  exampleOf(events.deliveryParked, reason, parked),
  exampleOf(events.channelOrderImported, orderData, channelOrder),
  exampleOf(events.channelOrderChanged, orderData, { ...channelOrder, version: 2 }),
  exampleOf(events.channelClaimChanged, { externalId: claim.externalId }, claim),
  exampleOf(events.channelQuestionAsked, { externalId: question.externalId }, question),
]
