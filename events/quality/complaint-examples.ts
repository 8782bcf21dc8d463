import { exampleOf } from '../example.ts'
import { type ComplaintSnapshot, complaintFiled, complaintRetracted } from './complaint-events.ts'

const threadId = 'thr_4n7q0t3w6z9c2f5j8m1p4s7v0y'
const issueId = 'iss_2z5c8f1j4m7p0s3v6y9b2e5h8k'

const complaint: ComplaintSnapshot = {
  id: 'cmp_9s2v5y8b1e4h7k0n3q6t9w2z5c',
  store: 'loja-azul',
  version: 1,
  threadId,
  channel: 'email',
  category: 'defective',
  orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j',
  skus: ['CAN-AZ-350'],
  issueId,
  filedAt: '2026-11-24T15:00:02.000Z',
  threadVersion: 3,
}

/** One example of every complaint event. */
export const complaintEventExamples = [
  exampleOf(complaintFiled, { issueId, threadId, opened: true }, complaint),
  exampleOf(
    complaintRetracted,
    { issueId, threadId },
    { ...complaint, version: 2, withdrawnAt: '2026-11-24T16:00:00.000Z', threadVersion: 5 },
  ),
]
