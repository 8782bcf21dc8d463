import { exampleOf } from '../example.ts'
import { addressSuppressed, suppressionLifted } from './suppression-events.ts'

const suppression = {
  id: 'sup_3b6e9h2k5n8q1t4w7z0c3f6j9m',
  store: 'loja-azul',
  version: 1,
  address: 'maria@example.com',
  reason: 'bounced',
  since: '2026-11-24T16:00:05.000Z',
} as const

/** One example of each event of a suppressed address. */
export const suppressionEventExamples = [
  exampleOf(addressSuppressed, { reason: 'bounced' }, suppression),
  exampleOf(
    suppressionLifted,
    { reason: 'bounced' },
    { ...suppression, version: 2, liftedAt: '2026-11-25T12:00:00.000Z' },
  ),
]
