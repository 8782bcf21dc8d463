import { exampleOf } from '../example.ts'
import { orderExamples } from '../orders/order-examples.ts'
import * as events from './back-test-events.ts'

const none = { orders: 0, cents: 0 }
const { id: orderId, externalId, totals } = orderExamples.placed
const one = { orders: 1, cents: totals.total }
const range = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' }

const started: events.BackTestSnapshot = {
  id: 'bkt_3c6f9j2m5p8s1v4y7b0e3h6k9n',
  store: 'loja-azul',
  version: 1,
  check: 'price',
  checkVersion: 1,
  settings: { mode: 'hold', thresholds: {} },
  ...range,
  status: 'running',
  pages: { upTo: 0, beyond: [] },
  result: {
    orders: 0,
    notEvaluated: 0,
    missing: [],
    found: none,
    wouldHold: none,
    right: none,
    wrong: none,
    undecided: none,
    missed: none,
    samples: [],
  },
  requestedAt: '2026-11-24T12:00:00.000Z',
  requestedBy: 'ana',
}
const finished: events.BackTestSnapshot = {
  ...started,
  version: 4,
  status: 'finished',
  pages: { upTo: 3, beyond: [], total: 3 },
  result: {
    ...started.result,
    orders: 140,
    notEvaluated: 12,
    missing: ['skus'],
    found: one,
    wouldHold: one,
    right: one,
    samples: [{ orderId, externalId, cents: totals.total, became: 'right' }],
  },
  finishedAt: '2026-11-24T12:00:20.000Z',
}

/** One example of every back-test event. */
export const backTestEventExamples = [
  exampleOf(events.backTestStarted, { check: 'price', ...range }, started),
  exampleOf(events.backTestFinished, { check: 'price' }, finished),
]
