import type { AggregateState, Decision } from '../../../shared/decision.ts'
import type { Connection } from '../connections/connection.ts'
import type { Reason } from '../platforms/call.ts'

/** How far changes of a connection have been polled; `id` is the connection's. */
export interface Poll extends AggregateState {
  /** All changes before this time have been polled. */
  readonly polledTo: string
  readonly lastRunAt: string
  /** Changes without a call that the last poll found. */
  readonly found: number
  /** Why the last poll failed, and since when none has succeeded. */
  readonly failure?: Reason & { readonly at: string; readonly since: string }
  /** The last delivery (or the connecting) of the silence that was reported. */
  readonly silenceReportedSince?: string
}

/** Overlap of two polls: a platform's list may lag behind its changes, and clocks differ. */
const overlapMilliseconds = 10 * 60_000
/** Longest period of one poll: platforms return no more, and keep failed notifications for two days. */
const maxWindowMilliseconds = 7 * 24 * 3_600_000

/** The period of the next poll: from the end of the last one, or from the connecting. */
export function windowOf(
  poll: Poll | undefined,
  { connectedAt }: Pick<Connection, 'connectedAt'>,
  now: string,
): { readonly since: string; readonly until: string } {
  const end = Date.parse(now)
  const reached = poll === undefined || poll.polledTo < connectedAt ? connectedAt : poll.polledTo
  const since = Math.max(Date.parse(reached) - overlapMilliseconds, end - maxWindowMilliseconds)
  return { since: new Date(since).toISOString(), until: now }
}

/** Records that all changes until a time have been polled. */
export function pollSucceeded(
  poll: Poll | undefined,
  connection: Pick<Connection, 'id' | 'store'>,
  until: string,
  found: number,
  now: string,
): Decision<Poll> {
  const { failure: _, ...rest } = poll ?? firstPoll(connection, until)
  return { next: { ...rest, version: rest.version + 1, polledTo: until, found, lastRunAt: now }, events: [] }
}

/** Records that a poll failed: the next one starts at the same time. */
export function pollFailed(
  poll: Poll | undefined,
  connection: Pick<Connection, 'id' | 'store' | 'connectedAt'>,
  reason: Reason,
  now: string,
): Decision<Poll> {
  const current = poll ?? firstPoll(connection, connection.connectedAt)
  const failure = { ...reason, at: now, since: current.failure?.since ?? now }
  return { next: { ...current, version: current.version + 1, lastRunAt: now, failure }, events: [] }
}

/** Records that the silence since a time was reported. */
export const silenceReported = (poll: Poll, since: string): Decision<Poll> => ({
  next: { ...poll, version: poll.version + 1, silenceReportedSince: since },
  events: [],
})

const firstPoll = ({ id, store }: Pick<Connection, 'id' | 'store'>, polledTo: string): Poll => ({
  id,
  store,
  version: 0,
  polledTo: polledTo,
  lastRunAt: polledTo,
  found: 0,
})

const defaultHours = 24

/** Hours without a call after which a live connection is silent: the setting `silent-after-hours`, or a day. */
export function silentAfterHours({ settings }: Pick<Connection, 'settings'>): number {
  const hours = Number(settings['silent-after-hours'])
  return Number.isInteger(hours) && hours >= 1 && hours <= 24 * 90 ? hours : defaultHours
}

/** The time of the last call, or of the connecting, when the limit has passed since; undefined otherwise. */
export function silentSince(
  connection: Pick<Connection, 'connectedAt' | 'settings'>,
  lastCallAt: string | undefined,
  now: string,
): string | undefined {
  const since =
    lastCallAt !== undefined && lastCallAt > connection.connectedAt ? lastCallAt : connection.connectedAt
  const silent = Date.parse(now) - Date.parse(since) >= silentAfterHours(connection) * 3_600_000
  return silent ? since : undefined
}

/** Since when a connection has been silent; undefined when it is not, or when that was reported. */
export function unreportedSilenceSince(
  connection: Pick<Connection, 'connectedAt' | 'settings'>,
  lastCallAt: string | undefined,
  poll: Poll | undefined,
  now: string,
): string | undefined {
  const since = silentSince(connection, lastCallAt, now)
  return poll?.silenceReportedSince === since ? undefined : since
}
