import type { AggregateState, Decision } from '../../../shared/decision.ts'
import type { Connection } from '../connections/connection.ts'
import type { Reason } from '../platforms/call.ts'

/** How far a connection's platform has been asked for what its calls left out; `id` is the connection's. */
export interface Poll extends AggregateState {
  /** All that changed before this moment was asked for. */
  readonly polledTo: string
  readonly lastRunAt: string
  /** How many changes the last run found that no call had told. */
  readonly found: number
  /** Why the last run broke off, and since when none has come to its end. */
  readonly failure?: Reason & { readonly at: string; readonly since: string }
  /** The delivery (or the connecting) since which the connection was told to be silent. */
  readonly silenceReportedSince?: string
}

/** A platform's list may lag behind its own changes, and clocks differ: so much is asked for again. */
const overlapMilliseconds = 10 * 60_000
/** Platforms give no more than this at once, and forget what they gave up on after two days. */
const maxWindowMilliseconds = 7 * 24 * 3_600_000

/** The moments between which changes are asked for next: from where the last run ended, or from the connecting. */
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

/** Notes that all changes up to a moment were asked for. */
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

/** Notes that a run broke off: the next one asks from the same moment. */
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

/** Notes that the connection was told to be silent since a moment. */
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

/** Hours without a call after which a live connection counts as silent: the setting `silent-after-hours`, or a day. */
export function silentAfterHours({ settings }: Pick<Connection, 'settings'>): number {
  const hours = Number(settings['silent-after-hours'])
  return Number.isInteger(hours) && hours >= 1 && hours <= 24 * 90 ? hours : defaultHours
}

/** The last call of a connection, or else its beginning, when that is longer ago than it should be. */
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

/** Since when a connection has been silent; nothing while it is not, or when that was told already. */
export function unreportedSilenceSince(
  connection: Pick<Connection, 'connectedAt' | 'settings'>,
  lastCallAt: string | undefined,
  poll: Poll | undefined,
  now: string,
): string | undefined {
  const since = silentSince(connection, lastCallAt, now)
  return poll?.silenceReportedSince === since ? undefined : since
}
