import { exampleOf } from '../example.ts'
import { heartbeat } from './operations-events.ts'

/** One example of every event of operations. */
export const operationsEventExamples = [
  exampleOf(
    heartbeat,
    {},
    {
      id: 'outbox',
      store: 'operations',
      version: 3,
      at: '2026-11-24T12:00:00.000Z',
      differing: [{ store: 'loja-azul', orderId: 'ord_7k3m9q2x5v8n4t6w1y0c3f7h2j' }],
    },
  ),
]
