import { exampleOf } from '../example.ts'
import { orderExamples } from './order-examples.ts'
import * as events from './order-scan-events.ts'

const begun: events.OrderScanSnapshot = {
  purpose: 'hold',
  id: 'swp_6p9s2v5y8b1e4h7k0n3q6t9w2z',
  store: 'loja-azul',
  version: 1,
  status: 'running',
  page: 0,
  startedAt: '2026-11-24T12:00:01.000Z',
  updatedAt: '2026-11-24T12:00:01.000Z',
  defectId: 'dft_4n7q0t3w6z9c2f5j8m1p4s7v0y',
  subject: 'lot',
  value: 'L-2026-118',
  look: 1,
  seen: 0,
  held: { orders: 0, cents: 0 },
  released: { orders: 0, cents: 0 },
}
const { id, dispatchBy } = orderExamples.placed
const held = { orders: 1, cents: orderExamples.placed.totals.total }
const after = `${dispatchBy}#${id}`
const advanced: events.OrderScanSnapshot = { ...begun, version: 2, page: 1, after, seen: 99, held }
const finished: events.OrderScanSnapshot = {
  ...begun,
  version: 5,
  page: 4,
  look: 2,
  seen: 120,
  held,
  status: 'finished',
}

const reporting: events.OrderScanSnapshot = {
  purpose: 'report',
  id: 'swp_1k4n7q0t3w6z9c2f5j8m1p4s7v',
  store: 'loja-azul',
  version: 2,
  status: 'running',
  page: 1,
  after,
  startedAt: begun.startedAt,
  updatedAt: '2026-11-24T12:00:02.000Z',
  backTestId: 'bkt_3c6f9j2m5p8s1v4y7b0e3h6k9n',
  from: '2026-10-01T00:00:00.000Z',
  to: '2026-11-01T00:00:00.000Z',
  reported: 1,
}

/** One example of every event of an order scan. */
export const orderScanEventExamples = [
  exampleOf(events.scanStarted, {}, begun),
  exampleOf(events.scanAdvanced, { page: 1, orderIds: [id] }, advanced),
  exampleOf(
    events.scanReported,
    { page: 1, backTestId: reporting.backTestId, orders: [{ order: orderExamples.placed }] },
    reporting,
  ),
  exampleOf(events.scanFinished, { purpose: 'hold', pages: 4, ...held }, finished),
]
