import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { ConnectionView } from '../connections/connection-requests.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Poll } from './poll.ts'

/** How a connection is doing, by its newest deliveries and its last sweep. */
export const ConnectionActivity = z.object({
  /** When the platform last called. */
  lastDeliveryAt: z.optional(instant),
  /** Deliveries that wait to be worked on, and how many seconds the oldest of them has waited: 0 when none does. */
  waiting: z.int(),
  lagSeconds: z.int(),
  /** The newest thing that went wrong: a delivery that was parked, or a sweep that broke off. */
  lastError: z.optional(
    z.object({
      at: instant,
      from: z.enum(['delivery', 'sweep']),
      deliveryId: z.optional(z.string()),
      code: text(60),
      detail: text(500),
    }),
  ),
  /** Up to when the platform was asked for what its calls left out, and how much the last time found. */
  polledTo: z.optional(instant),
  lastPollFound: z.optional(z.int()),
})
export type ConnectionActivity = z.infer<typeof ConnectionActivity>

/** A connection with its activity. */
export const ConnectionStatus = z.object({ ...ConnectionView.shape, activity: ConnectionActivity })

/** Sums up a connection's newest deliveries (newest first) and its sweep. */
export function activityOf(
  newest: readonly Delivery[],
  sweep: Poll | undefined,
  now: string,
): ConnectionActivity {
  const lastDeliveryAt = newest.find((one) => one.polled !== true)?.receivedAt
  const waiting = newest.filter(({ state }) => state === 'received')
  const oldest = waiting.at(-1)
  const lag = oldest === undefined ? 0 : Math.round((Date.parse(now) - Date.parse(oldest.receivedAt)) / 1000)
  const lastError = lastErrorOf(newest, sweep)
  return {
    ...(lastDeliveryAt === undefined ? {} : { lastDeliveryAt }),
    waiting: waiting.length,
    lagSeconds: Math.max(0, lag),
    ...(lastError === undefined ? {} : { lastError }),
    ...(sweep === undefined ? {} : { polledTo: sweep.polledTo, lastPollFound: sweep.found }),
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
    errors.push({ at, from: 'sweep', code, detail })
  }
  return errors.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
}
