import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { ConnectionView } from '../connections/connection-requests.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Poll } from './poll.ts'

/** The activity of a connection, from its newest deliveries and its last poll. */
export const ConnectionActivity = z.object({
  /** When the platform last called. */
  lastDeliveryAt: z.optional(instant),
  /** Deliveries that wait for processing, and the age of the oldest in seconds; 0 when none waits. */
  waiting: z.int(),
  lagSeconds: z.int(),
  /** The newest error: a parked delivery or a failed poll. */
  lastError: z.optional(
    z.object({
      at: instant,
      from: z.enum(['delivery', 'poll']),
      deliveryId: z.optional(z.string()),
      code: text(60),
      detail: text(500),
    }),
  ),
  /** Until when changes have been polled, and how many the last poll found. */
  polledTo: z.optional(instant),
  lastPollFound: z.optional(z.int()),
})
export type ConnectionActivity = z.infer<typeof ConnectionActivity>

/** A connection with its activity. */
export const ConnectionStatus = z.object({ ...ConnectionView.shape, activity: ConnectionActivity })

/** Summarises a connection's newest deliveries (newest first) and its poll. */
export function activityOf(
  newest: readonly Delivery[],
  poll: Poll | undefined,
  now: string,
): ConnectionActivity {
  const lastDeliveryAt = newest.find((one) => one.polled !== true)?.receivedAt
  const waiting = newest.filter(({ state }) => state === 'received')
  const oldest = waiting.at(-1)
  const lag = oldest === undefined ? 0 : Math.round((Date.parse(now) - Date.parse(oldest.receivedAt)) / 1000)
  const lastError = lastErrorOf(newest, poll)
  return {
    ...(lastDeliveryAt === undefined ? {} : { lastDeliveryAt }),
    waiting: waiting.length,
    lagSeconds: Math.max(0, lag),
    ...(lastError === undefined ? {} : { lastError }),
    ...(poll === undefined ? {} : { polledTo: poll.polledTo, lastPollFound: poll.found }),
  }
}

function lastErrorOf(newest: readonly Delivery[], poll: Poll | undefined): ConnectionActivity['lastError'] {
  const errors: NonNullable<ConnectionActivity['lastError']>[] = newest.flatMap(
    ({ id, state, reason, settledAt, receivedAt }) =>
      state === 'parked' && reason !== undefined
        ? [{ at: settledAt ?? receivedAt, from: 'delivery' as const, deliveryId: id, ...reason }]
        : [],
  )
  if (poll?.failure !== undefined) {
    const { at, code, detail } = poll.failure
    errors.push({ at, from: 'poll', code, detail })
  }
  return errors.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
}
