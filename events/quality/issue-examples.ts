import { exampleOf } from '../example.ts'
import { orderExamples } from '../orders/order-examples.ts'
import * as events from './issue-events.ts'

const { placed } = orderExamples
const orderId = placed.id
const check = 'cep-uf'

const issue: Extract<events.IssueSnapshot, { origin: 'check' }> = {
  origin: 'check',
  id: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
  store: 'loja-azul',
  version: 1,
  number: 1042,
  orderId,
  channel: placed.channel,
  externalId: placed.externalId,
  check,
  category: check,
  checkVersion: 1,
  mode: 'hold',
  severity: 'major',
  department: 'front-office',
  status: 'open',
  references: [
    { kind: 'order', value: orderId },
    { kind: 'channel', value: placed.channel },
  ],
  evidence: [
    { field: 'shippingAddress.cep', expected: 'a CEP of SP (01 to 19)', received: '20040-002, a CEP of RJ' },
  ],
  contentVersion: 1,
  openedAt: '2026-11-24T12:00:01.000Z',
  openedBy: 'storefront',
  changedBy: 'storefront',
  relevant: '6f1ed002ab5595859014ebf0951522d9',
  moneyAtStake: placed.totals.total,
  dueAt: '2026-11-27T12:00:01.000Z',
  updatedAt: '2026-11-24T12:00:01.000Z',
}

const reported: events.IssueSnapshot = {
  origin: 'claim',
  id: 'iss_9d4h7l0p3s6v9y2b5f8j1m4q7t',
  store: 'loja-azul',
  version: 2,
  number: 1043,
  category: 'damaged',
  severity: 'major',
  department: 'stock-logistics',
  status: 'open',
  references: [
    { kind: 'sku', value: 'CAN-AZ-350' },
    { kind: 'supplier', value: 'ceramica-sul' },
  ],
  summary: 'the handle is cracked',
  occurrences: 2,
  openedAt: '2026-11-30T12:00:00.000Z',
  openedBy: 'after-sales',
  dueAt: '2026-12-03T12:00:00.000Z',
  updatedAt: '2026-11-30T15:00:00.000Z',
}

const at = '2026-11-24T13:00:00.000Z'
const expiresAt = '2026-11-25T13:00:00.000Z'
const reason = 'the customer moved; the carrier delivers there'
const resolved = { ...issue, version: 2, status: 'resolved', resolvedAt: at, updatedAt: at } as const
const waiver = { reason, by: 'manager', at, expiresAt, relevant: issue.relevant }
const waived = { ...resolved, resolution: 'waived', waiver } as const

/** One example of every issue event. */
export const issueEventExamples = [
  exampleOf(events.issueOpened, { orderId, check, blocks: true }, issue),
  exampleOf(
    events.issueReopened,
    { orderId, check, blocks: true },
    { ...issue, version: 3, status: 'reopened' },
  ),
  exampleOf(
    events.issueChanged,
    { orderId, check, fields: ['evidence'] },
    { ...issue, version: 2, contentVersion: 3 },
  ),
  exampleOf(events.complaintDetached, { occurrences: 1 }, { ...reported, occurrences: 1 }),
  exampleOf(events.occurrenceAdded, { summary: 'the handle came off', occurrences: 2 }, reported),
  exampleOf(
    events.issueTriaged,
    { department: 'front-office', assignee: 'ana' },
    { ...issue, version: 2, status: 'triaged', assignee: 'ana' },
  ),
  exampleOf(
    events.issueStarted,
    { assignee: 'ana' },
    { ...issue, version: 3, status: 'in-progress', assignee: 'ana' },
  ),
  exampleOf(
    events.issueResolved,
    { orderId, check, resolution: 'condition-cleared' },
    { ...resolved, resolution: 'condition-cleared' },
  ),
  exampleOf(
    events.issueVerified,
    { finding: 'confirmed' },
    { ...resolved, version: 3, status: 'verified', resolution: 'condition-cleared', finding: 'confirmed' },
  ),
  exampleOf(
    events.issueCommented,
    { comment: 'asked the customer by telephone' },
    { ...issue, version: 2, comments: 1 },
  ),
  exampleOf(events.issueWaived, { orderId, check, reason, expiresAt }, waived),
  exampleOf(
    events.waiverEnded,
    { orderId, check, why: 'expired' },
    {
      ...issue,
      version: 3,
      status: 'reopened',
      waiver: { ...waiver, ended: { at: expiresAt, why: 'expired' } },
    },
  ),
]
