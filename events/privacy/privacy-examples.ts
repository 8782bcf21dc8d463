import { exampleOf } from '../example.ts'
import * as events from './privacy-events.ts'
import { holders, type PersonalDataReportSnapshot, type PrivacyRequestSnapshot } from './privacy-schema.ts'

const request: PrivacyRequestSnapshot = {
  id: 'prv_3k6n9q2t5w8z1c4f7j0m3p6s9v',
  store: 'loja-azul',
  version: 1,
  kind: 'erasure',
  status: 'gathering',
  identity: { documents: ['52998224725'], emails: ['maria@example.com'], phones: [] },
  note: 'asked by e-mail on 24 November',
  orderIds: [],
  erasedOrderIds: [],
  sales: [],
  round: 1,
  phase: 'finding',
  grown: false,
  answers: [],
  found: {},
  erased: {},
  kept: [],
  pendingOrderIds: [],
  requestedAt: '2026-11-24T12:00:00.000Z',
  requestedBy: 'backoffice',
  updatedAt: '2026-11-24T12:00:00.000Z',
}

const finished: PrivacyRequestSnapshot = {
  ...request,
  version: 12,
  status: 'waiting',
  round: 4,
  phase: 'erasing',
  orderIds: ['ord_7k3m9q2x5v8n4t6w1y0c3f7h2j', 'ord_0c3f6j9m2q5t8w1z4b7e0h3k6n'],
  erasedOrderIds: ['ord_0c3f6j9m2q5t8w1z4b7e0h3k6n'],
  found: { order: 2, 'quality-run': 2 },
  erased: { order: 1, 'quality-run': 1 },
  kept: [
    {
      kind: 'order',
      id: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
      basis: 'contract',
      why: 'the order is still under way',
    },
  ],
  reviewAt: '2026-11-25T12:00:00.000Z',
}

const reportOf = (slice: PersonalDataReportSnapshot['slice']): PersonalDataReportSnapshot => ({
  id: 'pan_8n1r4v7y0c3f6j9m2q5t8w1z4b',
  store: request.store,
  version: 1,
  requestId: request.id,
  round: 1,
  slice,
  part: 0,
  parts: 1,
  records: [],
  identity: { documents: [], emails: [], phones: [] },
})

const asked = { requestId: request.id, round: 1 }

/** One example of each privacy event: requests, and the slices' reports. */
export const privacyEventExamples = [
  exampleOf(events.personalDataRequested, { round: 1, act: 'report' }, request),
  exampleOf(events.privacyRequestFinished, { kind: 'erasure', kept: 1 }, finished),
  ...holders.map((slice) => exampleOf(events.personalDataReported[slice], asked, reportOf(slice))),
]
