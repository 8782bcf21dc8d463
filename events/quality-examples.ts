import { exampleOf } from './example.ts'
import { orderExamples } from './order-examples.ts'
import * as events from './quality-events.ts'

const run: events.RunSnapshot = {
  id: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  store: 'loja-azul',
  version: 1,
  order: orderExamples.placed,
  checkedAt: '2026-11-24T12:00:01.000Z',
  outcome: 'passed',
  results: [{ check: 'cep-uf', checkVersion: 1, outcome: 'passed', evidence: [] }],
}

const evidence: events.Evidence[] = [
  { field: 'shippingAddress.cep', expected: 'a CEP of SP (01 to 19)', received: '20040-002, a CEP of RJ' },
]

const issue: events.IssueSnapshot = {
  id: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
  store: 'loja-azul',
  version: 1,
  orderId: run.id,
  channel: 'loja-propria',
  externalId: '1001',
  check: 'cep-uf',
  checkVersion: 1,
  severity: 'hold',
  department: 'front-office',
  status: 'open',
  evidence,
  contentVersion: 1,
  openedAt: '2026-11-24T12:00:01.000Z',
  updatedAt: '2026-11-24T12:00:01.000Z',
}

const about = { orderId: run.id, check: 'cep-uf' }
const resolvedAt = '2026-11-24T13:00:00.000Z'

/** One example of every event of the quality slice. */
export const qualityEventExamples = [
  exampleOf(
    events.orderPassed,
    { orderId: run.id, contentVersion: 1, contentHash: '5f0c3e9a7b2d4c6e8f1a3b5c7d9e0f2a' },
    run,
  ),
  exampleOf(
    events.orderFailed,
    { orderId: run.id, contentVersion: 1, failed: [{ check: 'cep-uf', customerCanMend: true }] },
    {
      ...run,
      outcome: 'failed',
      results: [
        {
          check: 'cep-uf',
          checkVersion: 1,
          outcome: 'failed',
          evidence,
          mode: 'hold',
          department: 'front-office',
        },
      ],
      issues: ['cep-uf'],
    },
  ),
  exampleOf(events.issueOpened, { ...about, blocks: true }, issue),
  exampleOf(events.issueReopened, { ...about, blocks: true }, { ...issue, version: 3 }),
  exampleOf(events.issueChanged, about, { ...issue, version: 2, contentVersion: 3 }),
  exampleOf(events.issueResolved, about, {
    ...issue,
    version: 2,
    status: 'resolved',
    resolvedAt,
    updatedAt: resolvedAt,
  }),
]
