import { type HeartbeatSnapshot, heartbeat } from '../../events/operations/operations-events.ts'
import type { Decision } from '../../shared/decision.ts'

/** The heartbeat of the outbox. */
export type Heartbeat = HeartbeatSnapshot
type Differing = Heartbeat['differing'][number]

/** The suite's one heartbeat; `operations` stands in place of a store. */
export const outboxHeartbeat = { store: 'operations', id: 'outbox' } as const

/** Most differing orders remembered until the next measurement. */
const mostRemembered = 100

/** The next heartbeat; it remembers the differing orders, so that the next measurement sees which still differ. */
export function nextHeartbeat(
  last: Heartbeat | undefined,
  differing: readonly Differing[],
  now: string,
): Decision<Heartbeat> {
  const next = {
    ...outboxHeartbeat,
    version: (last?.version ?? 0) + 1,
    at: now,
    differing: differing.slice(0, mostRemembered),
  }
  return { next, events: [heartbeat.happened({})] }
}

/** Orders that differ now and differed at the last measurement; events of the others may still be in transit. */
export const stillDiffering = (last: Heartbeat | undefined, differing: readonly Differing[]): Differing[] =>
  differing.filter(({ store, orderId }) =>
    last?.differing.some((one) => one.store === store && one.orderId === orderId),
  )
