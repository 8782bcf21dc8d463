import type { Cause, Decision } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { find } from '../../shared/table/load.store.ts'
import { type Heartbeat, outboxHeartbeat } from './heartbeat.ts'

const heartbeats: AggregateKind<Heartbeat> = {
  name: 'PULSE',
  slice: 'operations',
  type: 'heartbeat',
  retention: 'business',
}

/** The last heartbeat, if any. */
export const lastHeartbeat = (): Promise<Heartbeat | undefined> =>
  find(heartbeats, outboxHeartbeat.store, outboxHeartbeat.id)

/** Writes a heartbeat; one written at the same time by another run serves as well. Error: `busy`. */
export async function commitHeartbeat(
  decision: Decision<Heartbeat>,
  cause: Cause,
  now: string,
): Promise<void> {
  try {
    await commit([change(heartbeats, decision)], cause, { at: now })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return
    throw error
  }
}
