import { now as clock } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { instantOf } from '../canonical/reading.ts'
import { connections } from '../connections/connection.store.ts'
import { type Connection, recordSilence } from '../connections/connection.ts'
import { existingOrders } from '../deliveries/existing-orders.store.ts'
import { saveDelivery } from '../deliveries/save-delivery.usecase.ts'
import type { Reason } from '../platforms/call.ts'
import type { Change } from '../platforms/fetch/fetched.ts'
import type { Budget } from '../platforms/fetch/platform-request.client.ts'
import { changesAt } from '../platforms/fetch-back.usecase.ts'
import { findPoll, newestDeliveries, polls } from './poll.store.ts'
import {
  pollFailed,
  pollSucceeded,
  silenceReported,
  silentAfterHours,
  silentSince,
  unreportedSilenceSince,
  windowOf,
} from './poll.ts'

/** Changes that are looked up among the known orders at once. */
const chunkSize = 50
/** Of so many newest deliveries the platform's last call is looked for; behind as many that were polled it is silent. */
const deliveriesRead = 20

/**
 * Asks a connection's platform what changed since the last run, and keeps as deliveries what no call has told: they
 * are worked on as if the platform had called. A run that breaks off is noted, and the next asks from the same moment.
 * Returns how many were found. Errors: those of the table.
 */
export async function pollConnection(connection: Connection, cause: Cause, budget: Budget): Promise<number> {
  const current = await findPoll(connection.store, connection.id)
  const started = clock()
  const { since, until } = windowOf(current, connection, started)
  const outcome = await saveMissed(connection, since, until, cause, budget)
  const decision =
    'failed' in outcome
      ? pollFailed(current, connection, outcome.failed, clock())
      : pollSucceeded(current, connection, until, outcome.found, clock())
  await commit([change(polls, decision)], cause, { at: clock(), withoutEvents: true })
  return 'failed' in outcome ? 0 : outcome.found
}

async function saveMissed(
  connection: Connection,
  since: string,
  until: string,
  cause: Cause,
  budget: Budget,
): Promise<{ readonly found: number } | { readonly failed: Reason }> {
  let found = 0
  try {
    const changes = changesAt(connection.platform, connection, since, until, budget)
    for await (const chunk of chunksOf(changes ?? [])) {
      const missed = await missedChanges(connection, chunk)
      for (const one of missed) await saveChange(connection, one, cause)
      found += missed.length
    }
    return { found }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    log.warn('sweep broke off', { connectionId: connection.id, platform: connection.platform, error })
    return { failed: { code: error.code, detail: error.message } }
  }
}

async function* chunksOf(
  changes: AsyncIterable<Change> | Iterable<Change>,
): AsyncGenerator<readonly Change[]> {
  let chunk: Change[] = []
  for await (const one of changes) {
    chunk.push(one)
    if (chunk.length < chunkSize) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** Those changes of which no newer or equal word is known. */
async function missedChanges(connection: Connection, changes: readonly Change[]): Promise<readonly Change[]> {
  const ids = changes.map(({ externalId }) => externalId).filter((id) => id !== undefined)
  const existing = await existingOrders(connection, ids)
  return changes.filter(({ externalId, changedAt }) => {
    const updatedAt = externalId === undefined ? undefined : existing.get(externalId)
    const changed = instantOf(changedAt)
    return updatedAt === undefined || changed === undefined || updatedAt < changed
  })
}

const saveChange = (
  connection: Connection,
  { topic, resource, changedAt, dedupeKey, body }: Change,
  cause: Cause,
) =>
  saveDelivery(
    connection,
    {
      dedupeKey: dedupeKey ?? `polled ${topic} ${resource} ${changedAt}`,
      topic,
      resource,
      occurredAt: instantOf(changedAt),
      polled: true,
    },
    Buffer.from(body),
    { requestId: cause.correlationId, now: clock() },
  )

/**
 * Tells, once for each silence, that a live connection has had no call for longer than it should: its webhook may have
 * been switched off. What a sweep found is no call. Returns whether it is silent, told of now or before.
 */
export async function reportSilence(connection: Connection, cause: Cause, now: string): Promise<boolean> {
  const { store, id } = connection
  const [sweep, newest] = await Promise.all([
    findPoll(store, id),
    newestDeliveries(store, id, deliveriesRead),
  ])
  const lastCallAt = newest.find((one) => one.polled !== true)?.receivedAt
  const since = unreportedSilenceSince(connection, lastCallAt, sweep, now)
  const isSilent = silentSince(connection, lastCallAt, now) !== undefined
  if (sweep === undefined || since === undefined) return isSilent
  const silence = recordSilence(connection, lastCallAt, silentAfterHours(connection), now)
  const changes = [change(connections, silence), change(polls, silenceReported(sweep, since))]
  await commit(changes, cause, { at: now, withoutEvents: true })
  return true
}
