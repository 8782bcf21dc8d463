import { type PulseSnapshot, pulsed } from '../../events/operations/operations-events.ts'
import type { Decision } from '../../shared/decision.ts'

/** The pulse of the outbox. */
export type Pulse = PulseSnapshot
type Differing = Pulse['differing'][number]

/** The one pulse of the suite; it belongs to no store of anybody's. */
export const outboxPulse = { store: 'operations', id: 'outbox' } as const

/** So many differing orders are remembered from one look to the next. */
const mostRemembered = 100

/** The pulse after the last one; it remembers what this look found, so that the next can tell what has stayed so. */
export function pulse(
  last: Pulse | undefined,
  differing: readonly Differing[],
  now: string,
): Decision<Pulse> {
  const next = {
    ...outboxPulse,
    version: (last?.version ?? 0) + 1,
    at: now,
    differing: differing.slice(0, mostRemembered),
  }
  return { next, events: [pulsed.happened({})] }
}

/** Of the orders that differ now, those that did at the last look too: others may be on their way. */
export const stillDiffering = (last: Pulse | undefined, differing: readonly Differing[]): Differing[] =>
  differing.filter(({ store, orderId }) =>
    last?.differing.some((one) => one.store === store && one.orderId === orderId),
  )
