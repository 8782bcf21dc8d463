import { type Incoming, openThread, type Thread } from '../../../functions/email/threads/thread.ts'

export const morning = '2026-11-24T12:00:00.000Z'
export const minutesLater = (minutes: number): string =>
  new Date(Date.parse(morning) + minutes * 60_000).toISOString()

/** A mail from Maria to the store. */
export const anIncoming = (more: Partial<Incoming> = {}): Incoming => ({
  id: 'msg_1',
  store: 'loja-azul',
  at: morning,
  automatic: false,
  from: { address: 'Maria@example.com', name: 'Maria Souza' },
  copiedTo: [],
  subject: 'Pedido 1001',
  reference: '<mail-1@example.com>',
  ...more,
})

/** A thread opened by this mail, with the given changes. */
export const aThread = (more: Partial<Thread> = {}): Thread => ({
  ...openThread(anIncoming(), { channel: 'email' }, morning).next,
  ...more,
})
