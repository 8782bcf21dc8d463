import { exampleOf } from '../example.ts'
import * as events from './defect-events.ts'

const subject = { subject: 'lot', value: 'L-2026-118' } as const

/** An open defect, and the same one lifted. */
const open: events.DefectSnapshot = {
  id: 'dft_4n7q0t3w6z9c2f5j8m1p4s7v0y',
  store: 'loja-azul',
  version: 1,
  ...subject,
  reason: 'the handle breaks off: three returns in one day',
  issueId: 'iss_2v5y8k1n4q7t0w3z6c9f2j5m8p',
  status: 'open',
  confirmedAt: '2026-11-24T12:00:00.000Z',
  confirmedBy: 'ana',
}
const reason = 'the lot was inspected: only one box was broken'
const lifted: events.DefectSnapshot = {
  ...open,
  version: 2,
  status: 'lifted',
  lifted: { at: '2026-11-25T09:00:00.000Z', by: 'ana', reason },
}

/** One example of every defect event. */
export const defectEventExamples = [
  exampleOf(events.defectConfirmed, subject, open),
  exampleOf(events.defectLifted, { ...subject, reason }, lifted),
]
