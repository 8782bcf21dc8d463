import type { Cause } from '../../shared/decision.ts'

/** The cause of every change in a test. */
export const cause: Cause = {
  actor: { type: 'system', id: 'test' },
  causationId: 'c',
  correlationId: 'c',
}
