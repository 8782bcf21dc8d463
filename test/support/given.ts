import type { AggregateState, Decision, Happened } from '../../shared/decision.ts'
import { DomainError, type ErrorCode } from '../../shared/domain-error.ts'

/** The expected error of a decision. */
export interface Rejected {
  readonly code: ErrorCode
  readonly details?: Readonly<Record<string, unknown>>
}

export const rejected = (code: ErrorCode, details?: Rejected['details']): Rejected =>
  details === undefined ? { code } : { code, details }

/**
 * Tests a pure decision: given a state, when a command is decided, then these events happened (and `after` checks the
 * next state), or the command is rejected.
 */
export const given = <S extends AggregateState>(state: S) => ({
  when: (decide: (state: S) => Decision<S>) => ({
    then(expected: readonly Happened[] | Rejected, after: (next: S) => void = () => {}): void {
      const before = structuredClone(state)
      if ('code' in expected) {
        expect(rejectionOf(() => decide(state))).toMatchObject(expected)
      } else {
        const { next, events } = decide(state)
        expect(events).toEqual(expected)
        expect(next.version).toBe(state.version + (expected.length > 0 ? 1 : 0))
        after(next)
      }
      expect(state).toEqual(before)
    },
  }),
})

function rejectionOf(decide: () => unknown): Rejected {
  try {
    decide()
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, details: error.details }
    throw error
  }
  throw new Error('Decision succeeded; expected a rejection.')
}
