import { now as clock } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { log } from '../../../shared/log.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { instantOf } from '../canonical/reading.ts'
import { connections } from '../connections/connection.store.ts'
import { type Connection, noteSilence } from '../connections/connection.ts'
import type { Reason } from '../deliveries/delivery.ts'
import { keepDelivery } from '../deliveries/keep-delivery.store.ts'
import { newestOrders } from '../deliveries/known-orders.store.ts'
import { changesAt } from '../platforms/fetch/fetch-back.client.ts'
import type { Change } from '../platforms/fetch/fetched.ts'
import type { Budget } from '../platforms/fetch/platform-request.client.ts'
import { findSweep, newestDeliveries, sweeps } from './sweep.store.ts'
import {
  newlySilentSince,
  silentAfterHours,
  silentSince,
  sweepFailed,
  swept,
  toldSilent,
  windowOf,
} from './sweep.ts'

/** Changes that are looked up among the known orders at once. */
const chunkSize = 50
/** Of so many newest deliveries the platform's last call is looked for; behind as many that were swept it is silent. */
const deliveriesLookedAt = 20

/**
 * Asks a connection's platform what changed since the last run, and keeps as deliveries what no call has told: they
 * are worked on as if the platform had called. A run that breaks off is noted, and the next asks from the same moment.
 * Returns how many were found. Errors: those of the table.
 */
export async function sweepConnection(connection: Connection, cause: Cause, budget: Budget): Promise<number> {
  const known = await findSweep(connection.store, connection.id)
  const started = clock()
  const { since, until } = windowOf(known, connection, started)
  const outcome = await keepMissed(connection, since, until, cause, budget)
  const decision =
    'failed' in outcome
      ? sweepFailed(known, connection, outcome.failed, clock())
      : swept(known, connection, until, outcome.found, clock())
  await commit([change(sweeps, decision)], cause, { at: clock(), silent: true })
  return 'failed' in outcome ? 0 : outcome.found
}

async function keepMissed(
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
      const missed = await notKnown(connection, chunk)
      for (const one of missed) await keep(connection, one, cause)
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
async function notKnown(connection: Connection, changes: readonly Change[]): Promise<readonly Change[]> {
  const ids = changes.map(({ externalId }) => externalId).filter((id) => id !== undefined)
  const known = await newestOrders(connection, ids)
  return changes.filter(({ externalId, changedAt }) => {
    const updatedAt = externalId === undefined ? undefined : known.get(externalId)
    const changed = instantOf(changedAt)
    return updatedAt === undefined || changed === undefined || updatedAt < changed
  })
}

const keep = (
  connection: Connection,
  { topic, resource, changedAt, dedupeKey, body }: Change,
  cause: Cause,
) =>
  keepDelivery(
    connection,
    {
      dedupeKey: dedupeKey ?? `swept ${topic} ${resource} ${changedAt}`,
      topic,
      resource,
      occurredAt: instantOf(changedAt),
      swept: true,
    },
    Buffer.from(body),
    { requestId: cause.correlationId, now: clock() },
  )

/**
 * Tells, once for each silence, that a live connection has had no call for longer than it should: its webhook may have
 * been switched off. What a sweep found is no call. Returns whether it is silent, told of now or before.
 */
export async function tellSilence(connection: Connection, cause: Cause, now: string): Promise<boolean> {
  const { store, id } = connection
  const [sweep, newest] = await Promise.all([
    findSweep(store, id),
    newestDeliveries(store, id, deliveriesLookedAt),
  ])
  const lastCallAt = newest.find((one) => one.swept !== true)?.receivedAt
  const since = newlySilentSince(connection, lastCallAt, sweep, now)
  const isSilent = silentSince(connection, lastCallAt, now) !== undefined
  if (sweep === undefined || since === undefined) return isSilent
  const silence = noteSilence(connection, lastCallAt, silentAfterHours(connection), now)
  const changes = [change(connections, silence), change(sweeps, toldSilent(sweep, since))]
  await commit(changes, cause, { at: now, silent: true })
  return true
}
