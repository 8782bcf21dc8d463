import type { Cause } from '../../shared/decision.ts'

/** Why something happens in a test. */
export const cause: Cause = {
  actor: { type: 'system', id: 'test' },
  causationId: 'c',
  correlationId: 'c',
}
