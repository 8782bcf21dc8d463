import type { Cause, Decision } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { find } from '../../shared/table/load.store.ts'
import { outboxPulse, type Pulse } from './pulse.ts'

const pulses: AggregateKind<Pulse> = {
  name: 'PULSE',
  slice: 'operations',
  type: 'pulse',
  keeps: 'business',
}

/** The last pulse, if there was one. */
export const lastPulse = (): Promise<Pulse | undefined> => find(pulses, outboxPulse.store, outboxPulse.id)

/** Writes a pulse; one that came at the same time from elsewhere serves as well. Error: `busy`. */
export async function commitPulse(decision: Decision<Pulse>, cause: Cause, now: string): Promise<void> {
  try {
    await commit([change(pulses, decision)], cause, { at: now })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return
    throw error
  }
}
