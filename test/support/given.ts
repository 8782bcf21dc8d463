import type { AggregateState, Decision, Happened } from '../../shared/decision.ts'
import { DomainError, type ErrorCode } from '../../shared/domain-error.ts'

/** A decision that is expected to be refused. */
export interface Rejected {
  readonly code: ErrorCode
  readonly details?: Readonly<Record<string, unknown>>
}

export const rejected = (code: ErrorCode, details?: Rejected['details']): Rejected =>
  details === undefined ? { code } : { code, details }

/**
 * Tells a pure decision as a story: given a state, when something is decided about it, then this happened (and the
 * state after is so), or it is refused.
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
  throw new Error('a refusal was expected, but it was decided')
}
