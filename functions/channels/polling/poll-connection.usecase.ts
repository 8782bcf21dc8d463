import { now as clock } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { instantOf } from '../canonical/reading.ts'
import { type Connection, recordSilence } from '../connections/connection.ts'
import { existingOrders } from '../deliveries/existing-orders.store.ts'
import { saveDelivery } from '../deliveries/save-delivery.usecase.ts'
import type { Reason } from '../platforms/call.ts'
import type { Change } from '../platforms/fetch/fetched.ts'
import type { Budget } from '../platforms/fetch/platform-request.client.ts'
import { changesAt } from '../platforms/fetch-back.usecase.ts'
import { commitPoll, commitSilence, findPoll, newestDeliveries } from './poll.store.ts'
import {
  pollFailed,
  pollSucceeded,
  silenceReported,
  silentAfterHours,
  silentSince,
  unreportedSilenceSince,
  windowOf,
} from './poll.ts'

/** Changes that are compared with the existing orders in one read. */
const chunkSize = 50
/** The last call is searched among this many newest deliveries; if all of them were polled, the connection is silent. */
const deliveriesRead = 20

/**
 * Asks a connection's platform what changed since the last poll, and saves each change without a call as a delivery.
 * Deliveries are processed as if the platform had called. A poll that fails is recorded; the next one starts at the
 * same time. Returns how many changes were found. Errors: those of the table.
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
  await commitPoll(decision, cause, clock())
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
    log.warn('poll failed', { connectionId: connection.id, platform: connection.platform, error })
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

/** The changes that are newer than the existing orders. */
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
 * Reports, once for each silence, that a live connection has received no call for longer than its limit: the platform
 * may have disabled its webhook. A change found by a poll is no call. Returns whether the connection is silent.
 */
export async function reportSilence(connection: Connection, cause: Cause, now: string): Promise<boolean> {
  const { store, id } = connection
  const [poll, newest] = await Promise.all([findPoll(store, id), newestDeliveries(store, id, deliveriesRead)])
  const lastCallAt = newest.find((one) => one.polled !== true)?.receivedAt
  const since = unreportedSilenceSince(connection, lastCallAt, poll, now)
  const isSilent = silentSince(connection, lastCallAt, now) !== undefined
  if (poll === undefined || since === undefined) return isSilent
  const silence = recordSilence(connection, lastCallAt, silentAfterHours(connection), now)
  await commitSilence(silence, silenceReported(poll, since), cause, now)
  return true
}
