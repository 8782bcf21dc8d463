import { exampleOf } from '../example.ts'
import * as events from './thread-events.ts'
import type { ThreadSnapshot } from './thread-snapshot.ts'

const thread: ThreadSnapshot = {
  id: 'thr_4n7q0t3w6z9c2f5j8m1p4s7v0y',
  store: 'loja-azul',
  version: 2,
  channel: 'email',
  customer: { address: 'maria@example.com', name: 'Maria Souza' },
  participants: ['maria@example.com'],
  subject: 'Pedido 1001 não chegou',
  order: { id: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j', link: 'confirmed' },
  category: { name: 'late', confidence: 0.91, why: ['não chegou', 'prazo'], by: 'model' },
  urgency: 'normal',
  language: 'pt',
  department: 'stock-logistics',
  status: 'open',
  messages: [
    {
      id: 'msg_5x8a1d4g7k0n3q6t9w2z5c8f1j',
      direction: 'in',
      at: '2026-11-24T15:00:00.000Z',
      automatic: false,
      reference: '<mail-1@example.com>',
    },
  ],
  messageCount: 1,
  clocks: {
    hours: { opens: '09:00', closes: '18:00', weekdays: [1, 2, 3, 4, 5] },
    firstResponse: {
      targetMinutes: 240,
      spentMinutes: 0,
      runningSince: '2026-11-24T15:00:00.000Z',
      dueAt: '2026-11-24T19:00:00.000Z',
    },
  },
  openedAt: '2026-11-24T15:00:00.000Z',
  updatedAt: '2026-11-24T15:00:01.000Z',
  lastMessageAt: '2026-11-24T15:00:00.000Z',
}

const messageId = 'msg_5x8a1d4g7k0n3q6t9w2z5c8f1j'
const other = 'thr_0b3d6g9k2n5q8t1w4z7c0f3j6m'
const by = 'ana@example.com'

/** One example of each event of a thread. */
export const threadEventExamples = [
  exampleOf(
    events.threadOpened,
    { messageId, automatic: false, orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j' },
    thread,
  ),
  exampleOf(events.messageJoined, { messageId, automatic: false, by: 'token', reopened: true }, thread),
  exampleOf(events.mailsCoalesced, { mails: 60 }, { ...thread, coalesced: 60 }),
  exampleOf(
    events.threadUnderstood,
    {
      messageId,
      category: { name: 'late', confidence: 0.91, why: ['não chegou', 'prazo'], by: 'model' },
      urgency: 'normal',
      language: 'pt',
    },
    thread,
  ),
  exampleOf(
    events.categoryCorrected,
    { from: 'late', to: 'not-received', by, messageId },
    { ...thread, category: { name: 'not-received', confidence: 1, why: [], by: 'analyst' } },
  ),
  exampleOf(events.threadRouted, { department: 'stock-logistics', by: 'category' }, thread),
  exampleOf(events.targetsSet, { category: 'late' }, thread),
  exampleOf(
    events.complaintUnderstood,
    { category: 'late', messageId, orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j', excerpt: 'Quando chega?' },
    { ...thread, complaint: 'late' },
  ),
  exampleOf(events.complaintWithdrawn, { category: 'late' }, thread),
  exampleOf(
    events.replySent,
    { messageId: 'mail_6m9p2s5v8y1b4e7h0k3n6q9t2w', acknowledgement: false, by },
    { ...thread, status: 'waiting-customer' },
  ),
  exampleOf(
    events.replyFailed,
    { messageId: 'mail_6m9p2s5v8y1b4e7h0k3n6q9t2w', why: 'bounced' },
    { ...thread, status: 'open' },
  ),
  exampleOf(
    events.responseAtRisk,
    { clock: 'firstResponse', dueAt: '2026-11-24T19:00:00.000Z', department: 'stock-logistics' },
    thread,
  ),
  exampleOf(events.threadOrderLinked, { orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j', by }, thread),
  exampleOf(
    events.threadIssueLinked,
    { issueId: 'iss_2z5c8f1j4m7p0s3v6y9b2e5h8k' },
    { ...thread, issues: [{ id: 'iss_2z5c8f1j4m7p0s3v6y9b2e5h8k', category: 'late' }] },
  ),
  exampleOf(events.threadResolved, { by }, { ...thread, status: 'resolved' }),
  exampleOf(events.threadClosed, { by }, { ...thread, status: 'closed' }),
  exampleOf(events.threadReopened, { by }, thread),
  exampleOf(
    events.threadMerged,
    { into: other, by },
    { ...thread, status: 'closed', mergedInto: other, statusBeforeMerge: 'open' },
  ),
  exampleOf(events.threadMergeUndone, { into: other, by }, thread),
  exampleOf(
    events.threadSplit,
    { from: other, messageIds: [messageId], by },
    { ...thread, splitFrom: other },
  ),
  exampleOf(
    events.threadErased,
    {},
    {
      ...thread,
      status: 'closed',
      customer: { address: 'apagado@example.invalid', name: '' },
      participants: [],
      subject: '(apagado)',
    },
  ),
]
