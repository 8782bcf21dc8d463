import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, version } from '../fields.ts'

/** An order whose hold differs between two slices. */
const Differing = z.object({ store: slug, orderId: z.string() })

/** The heartbeat of the outbox: it changes every few minutes, with or without orders. */
export const HeartbeatSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  at: instant,
  /** Orders that quality holds and the orders slice does not; a hundred at most. */
  differing: z.array(Differing),
})
export type HeartbeatSnapshot = z.infer<typeof HeartbeatSnapshot>

export const heartbeat = defineEvent({
  type: 'operations.heartbeat',
  slice: 'operations',
  aggregate: 'heartbeat',
  summary: 'Published every few minutes; its arrival shows that the outbox works.',
  data: z.object({}),
  snapshot: HeartbeatSnapshot,
})
