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

/** The last pulse, if there was one. */
export const lastHeartbeat = (): Promise<Heartbeat | undefined> =>
  find(heartbeats, outboxHeartbeat.store, outboxHeartbeat.id)

/** Writes a pulse; one that came at the same time from elsewhere serves as well. Error: `busy`. */
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
