import { exampleOf } from '../example.ts'
import { orderExamples } from '../orders/order-examples.ts'
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

const releaseBy = '2026-11-26T15:00:00.000Z'
const failed: events.RunSnapshot = {
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
}

/** One example of every run event. */
export const qualityEventExamples = [
  exampleOf(
    events.orderPassed,
    { orderId: run.id, contentVersion: 1, contentHash: '5f0c3e9a7b2d4c6e8f1a3b5c7d9e0f2a' },
    run,
  ),
  exampleOf(
    events.orderFailed,
    { orderId: run.id, contentVersion: 1, failed: [{ check: 'cep-uf', customerCanCorrect: true }] },
    failed,
  ),
  exampleOf(
    events.holdAtRisk,
    {
      orderId: run.id,
      department: 'front-office',
      checks: ['cep-uf'],
      releaseBy,
      moneyAtStake: run.order.totals.total,
    },
    { ...failed, version: 2, releaseBy, atRiskAt: '2026-11-26T13:05:00.000Z' },
  ),
]
