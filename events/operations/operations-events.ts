import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, version } from '../fields.ts'

/** An order of which two slices say something different. */
const Differing = z.object({ store: slug, orderId: z.string() })

/** The pulse of the outbox: it changes every few minutes whether there are orders or not. */
export const HeartbeatSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  at: instant,
  /** Orders that quality held at this look, and that were not held where orders are kept; a hundred at most. */
  differing: z.array(Differing),
})
export type HeartbeatSnapshot = z.infer<typeof HeartbeatSnapshot>

export const heartbeat = defineEvent({
  type: 'operations.heartbeat',
  slice: 'operations',
  aggregate: 'heartbeat',
  summary: 'Some minutes have gone by: that this arrives shows that the outbox works.',
  data: z.object({}),
  snapshot: HeartbeatSnapshot,
})
