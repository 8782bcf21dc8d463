import { type HeartbeatSnapshot, heartbeat } from '../../events/operations/operations-events.ts'
import type { Decision } from '../../shared/decision.ts'

/** The pulse of the outbox. */
export type Heartbeat = HeartbeatSnapshot
type Differing = Heartbeat['differing'][number]

/** The one pulse of the suite; it belongs to no store of anybody's. */
export const outboxHeartbeat = { store: 'operations', id: 'outbox' } as const

/** So many differing orders are remembered from one look to the next. */
const mostRemembered = 100

/** The pulse after the last one; it remembers what this look found, so that the next can tell what has stayed so. */
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

/** Of the orders that differ now, those that did at the last look too: others may be on their way. */
export const stillDiffering = (last: Heartbeat | undefined, differing: readonly Differing[]): Differing[] =>
  differing.filter(({ store, orderId }) =>
    last?.differing.some((one) => one.store === store && one.orderId === orderId),
  )
