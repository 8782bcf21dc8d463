import { type $ZodType, safeParse } from 'zod/v4/core'
import { catalogue } from '../../events/catalogue.ts'
import { orderExamples } from '../../events/orders/order-examples.ts'

const { placed } = orderExamples

const storeFacts = {
  issuer: { document: '11.222.333/0001-81', uf: 'SP' },
  handlingP90Minutes: 240,
  cutOff: '14:00',
  warehouseUf: 'SP',
}
const skuFacts = { price: 3990, cost: 1800, available: 24, weightGrams: 380 }
const learned = { version: 1, learnedAt: '2026-11-24T11:00:00.000Z' }
const check = {
  code: 'cep-uf',
  number: 7,
  checkVersion: 1,
  mode: 'block',
  department: 'front-office',
  thresholds: {},
  autoCorrect: false,
  corrects: true,
  needs: [],
  byDefault: { mode: 'hold', department: 'front-office', thresholds: {} },
  version: 1,
}

const subscription = {
  url: 'https://loja.example.com/webhooks/retaguarda',
  eventTypes: ['order.passed', 'order.dispatched'],
  description: 'the storefront',
}
const replayed = { from: '2026-11-24T10:00:00.000Z', to: '2026-11-24T12:00:00.000Z', undelivered: true }
const webhook = {
  id: 'msg_3h6k9n2q5t8w1z4c7f0j3m6p9s',
  version: 3,
  eventId: `${placed.id}.2.0`,
  eventType: 'order.passed',
  occurredAt: '2026-11-24T12:00:01.000Z',
  status: 'delivered',
  tries: [
    { at: '2026-11-24T12:00:02.000Z', delivered: false, failure: 'refused', status: 500, milliseconds: 84 },
    { at: '2026-11-24T12:00:07.500Z', delivered: true, status: 204, milliseconds: 61 },
  ],
}

/** A request body for each operation that requires one, by operation id. */
const requests: Readonly<Record<string, unknown>> = {
  connectAccount: {
    platform: 'shopify',
    account: 'loja-azul.myshopify.com',
    settings: {},
    secrets: { webhook: 'the-client-secret-of-the-app', accessToken: 'shpat_0123456789' },
  },
  changeSecret: { webhook: 'the-new-client-secret', previousUntil: '2026-11-25T12:00:00.000Z' },
  placeOrder: {
    channel: placed.channel,
    externalId: placed.externalId,
    customer: placed.customer,
    shippingAddress: placed.shippingAddress,
    lines: placed.lines,
    currency: placed.currency,
    totals: placed.totals,
    payment: placed.payment,
    dispatchBy: placed.dispatchBy,
    deliverBy: placed.deliverBy,
  },
  correctOrder: { shippingAddress: { cep: '01310-200' } },
  holdOrder: { code: 'address-incomplete', reason: 'the customer was asked for the house number' },
  configureCheck: {
    mode: 'warn',
    department: 'finance',
    thresholds: {},
    autoCorrect: false,
  },
  tellStoreFacts: storeFacts,
  tellSkuFacts: skuFacts,
  tellOrderFacts: { scale: { measuredGrams: 905, packagingGrams: 140 } },
  payOrder: { amount: 9480, method: 'pix', paidAt: '2026-11-24T12:05:00.000Z' },
  mergeThread: { into: 'thr_0b3d6g9k2n5q8t1w4z7c0f3j6m' },
  splitThread: { messageIds: ['msg_5x8a1d4g7k0n3q6t9w2z5c8f1j'] },
  replyToThread: { template: 'late', resolve: false },
  correctCategory: { category: 'not-received' },
  routeThread: { department: 'finance' },
  linkThreadOrder: { orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j' },
  dispatchOrder: { carrier: 'Correios', trackingCode: 'AA123456785BR' },
  cancelOrder: { reason: 'the customer changed their mind' },
  confirmDefect: {
    subject: 'lot',
    value: 'L-2026-118',
    reason: 'the handle breaks off: three returns in one day',
  },
  liftDefect: { reason: 'the lot was inspected: only one box was broken' },
  startBackTest: {
    settings: { mode: 'hold', thresholds: {} },
    from: '2026-10-01T00:00:00.000Z',
    to: '2026-11-01T00:00:00.000Z',
  },
  returnOrder: { reason: 'arrived with a crack' },
  reportIssue: {
    origin: 'claim',
    category: 'damaged',
    severity: 'major',
    department: 'stock-logistics',
    summary: 'the handle is cracked',
    references: [
      { kind: 'sku', value: 'CAN-AZ-350' },
      { kind: 'supplier', value: 'ceramica-sul' },
    ],
  },
  editIssue: {
    rootCause: { category: 'method', whys: ['the box gives way', 'it is made for plates'] },
    costs: { refund: 3990, reshipping: 1500 },
  },
  commentOnIssue: { comment: 'asked the customer by telephone' },
  resolveIssue: { resolution: 'fixed', note: 'the cups travel in a box of their own now' },
  reopenIssue: { reason: 'it came again with the new box' },
  subscribe: {
    url: subscription.url,
    eventTypes: subscription.eventTypes,
    description: subscription.description,
  },
  changeSubscription: { status: 'paused' },
  replayWebhooks: replayed,
  openPrivacyRequest: {
    kind: 'erasure',
    person: { documents: ['529.982.247-25'], emails: ['maria@example.com'] },
    note: 'asked by e-mail on 24 November, from the address of the order',
  },
  waiveIssue: {
    reason: 'the customer moved; the carrier delivers there',
    expiresAt: '2026-11-25T13:00:00.000Z',
    requestedBy: 'ana',
  },
}

/** Parameter values by name. */
export const parameterExamples: Readonly<Record<string, string>> = {
  orderId: placed.id,
  place: '0',
  threadId: 'thr_4n7q0t3w6z9c2f5j8m1p4s7v0y',
  messageId: 'msg_5x8a1d4g7k0n3q6t9w2z5c8f1j',
  replyId: 'mail_6m9p2s5v8y1b4e7h0k3n6q9t2w',
  suppressionId: 'sup_3b6e9h2k5n8q1t4w7z0c3f6j9m',
  issueId: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
  requestId: 'prv_3k6n9q2t5w8z1c4f7j0m3p6s9v',
  defectId: 'dft_4n7q0t3w6z9c2f5j8m1p4s7v0y',
  backTestId: 'bkt_3c6f9j2m5p8s1v4y7b0e3h6k9n',
  connectionId: 'loja-azul.con_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  code: 'cep-uf',
  correctionId: 'cor_6b9e2h5k8n1q4t7w0z3c6f9j2m',
  sku: 'CAN-AZ-350',
  subscriptionId: 'sub_5w8z1c4f7j0m3q6t9w2y5b8e1h',
  deliveryId: webhook.id,
  reason: 'the customer confirmed the address',
}

/** A request body; `{}` when it may be empty. */
export const requestExample = (operationId: string): unknown => requests[operationId] ?? {}

/** A response of this shape from the events' examples; undefined when none fits. */
export function responseExample(schema: $ZodType): unknown {
  for (const candidate of candidates()) {
    for (const shaped of [candidate, { items: [candidate] }, { items: [candidate], missingVersions: [] }]) {
      const parsed = safeParse(schema, shaped)
      if (parsed.success) return parsed.data
    }
  }
  return undefined
}

const heldOrder = {
  orderId: placed.id,
  channel: placed.channel,
  externalId: placed.externalId,
  dispatchBy: placed.dispatchBy,
  releaseBy: '2026-11-26T15:00:00.000Z',
  atRisk: false,
  moneyAtStake: placed.totals.total,
  holds: [
    {
      check: 'cep-uf',
      mode: 'hold',
      department: 'front-office',
      evidence: [
        { field: 'shippingAddress.cep', expected: 'a CEP of SP', received: '20040-002, a CEP of RJ' },
      ],
      issueId: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
      issueStatus: 'triaged',
      assignee: 'ana',
      openedAt: '2026-11-24T12:00:01.000Z',
    },
  ],
}

const weekRecord = {
  week: '2026-W48',
  hits: 12,
  confirmed: 9,
  falseAlarms: 1,
  undecided: 2,
  falseAlarmShare: 0.1,
  ordersSaved: 9,
  moneySaved: 85_320,
  medianMinutesToRelease: 38,
}

const template = {
  code: 'late',
  language: 'pt',
  paragraphs: ['Pedimos desculpas pelo atraso do pedido {order}, que está {status}.'],
  facts: ['order', 'status'],
}
const draft = {
  template: 'late',
  language: 'pt',
  text: 'Olá, Maria!\n\nPedimos desculpas pelo atraso do pedido 1001, que está a caminho.',
  missing: ['deliverBy'],
}

const learnt = catalogue.get('email.model-trained')?.example?.data
const modelRecord = { serving: learnt?.['id'], items: [learnt] }

/** A view of an order, answers of quality that no event carries, the snapshots of every event's example, and the events as a history shows them. */
function candidates(): unknown[] {
  const view = { ...placed, quality: 'checking', held: false, blockers: ['not-paid', 'not-passed'] }
  const examples = [...catalogue.values()].flatMap(({ example }) => example ?? [])
  return [
    view,
    check,
    { ...learned, facts: storeFacts },
    { ...learned, sku: 'CAN-AZ-350', facts: skuFacts },
    heldOrder,
    { requestIds: [parameterExamples['requestId']] },
    { check: 'cep-uf', weeks: [weekRecord] },
    webhook,
    replayed,
    {
      requestId: parameterExamples['requestId'],
      complete: true,
      slices: [
        {
          slice: 'orders',
          records: [{ kind: 'order', id: placed.id, orderId: placed.id, fate: 'reported', data: placed }],
        },
      ],
    },
    // A list of messages shows the beginning of each.
    ...examples.map(({ snapshot }) => ({ ...snapshot, excerpt: snapshot['reply'] })),
    ...examples.map(({ snapshot }) => ({
      ...snapshot,
      webhookPath: `/channels/shopify/${String(snapshot['id'])}`,
      activity: { lastDeliveryAt: '2026-11-24T12:00:00.000Z', waiting: 0, lagSeconds: 0 },
    })),
    { html: '<p>Quando chega?</p>', remoteImages: 0 },
    {
      name: 'foto.jpg',
      type: 'image/jpeg',
      bytes: 182_044,
      link: 'https://incoming-mail.s3.sa-east-1.amazonaws.com/kept/loja-azul/msg_5x8a1d4g7k0n3q6t9w2z5c8f1j/0',
      expiresAt: '2026-11-24T12:05:00.000Z',
    },
    draft,
    template,
    modelRecord,
    // A thread shows its messages.
    ...examples.map(({ snapshot }) => ({ ...snapshot, words: [], answers: [] })),
    ...examples.map((event) => ({ ...event, version: event.aggregate.version })),
  ]
}
