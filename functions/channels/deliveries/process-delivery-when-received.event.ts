import { deliveryReceived, deliveryRetried } from '../../../events/channels/channel-events.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError, isPermanent } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { findConnection } from '../connections/connection.store.ts'
import type { Connection } from '../connections/connection.ts'
import type { Reason } from '../platforms/call.ts'
import { commitDelivery, findDelivery, type StoredDelivery } from './delivery.store.ts'
import { type Delivery, markIgnored, markProcessed, park } from './delivery.ts'
import { recordFacts } from './facts.store.ts'
import { unpackBody } from './raw-body.ts'
import { readDelivery } from './read-delivery.usecase.ts'

/** Failures that may pass are tried again by the queue for so long; later the delivery is set aside, never lost. */
const retryMilliseconds = 20 * 60_000

/**
 * Works on a delivery: reads it, asks the platform where it only hints, maps it, and writes what is new. What cannot
 * be read is parked with the reason. Run again it changes nothing: what it writes is keyed by what it is about.
 */
export const processDeliveryWhenReceived = reaction({
  name: 'process-delivery-when-received',
  on: [deliveryReceived, deliveryRetried],
  run: async ({ store, aggregate }, { cause, now }) => {
    const kept = await findDelivery(store, aggregate.id)
    if (kept?.delivery.state !== 'received') return
    await commitDelivery(await processDelivery(kept, cause, now), kept.body, cause, now)
  },
})

async function processDelivery(
  { delivery, body }: StoredDelivery,
  cause: Cause,
  now: string,
): Promise<Decision<Delivery>> {
  const connection = await findConnection(delivery.connectionId)
  if (connection?.status !== 'live') return park(delivery, notLive(connection), now)
  try {
    const outcome = await readDelivery(connection, delivery, unpackBody(body))
    if ('ignored' in outcome) return markIgnored(delivery, outcome.ignored, now)
    if ('parked' in outcome) return park(delivery, outcome.parked, now)
    const { facts, unknown } = outcome.mapped
    await recordFacts(facts, { connection, raw: delivery.id, unknown }, cause, now)
    return markProcessed(delivery, unknown, now)
  } catch (error) {
    if (!isPermanent(error) && (isStale(error) || !isOld(delivery, now))) throw error
    return park(delivery, reasonOf(error), now)
  }
}

const notLive = (connection: Connection | undefined): Reason =>
  connection?.status === 'paused'
    ? { code: 'connection-paused', detail: 'a live connection is expected; this one is paused' }
    : { code: 'connection-removed', detail: 'a live connection is expected; this one was removed' }

const isStale = (error: unknown): boolean => error instanceof DomainError && error.code === 'stale-version'

const isOld = ({ receivedAt }: Delivery, now: string): boolean =>
  Date.parse(now) - Date.parse(receivedAt) > retryMilliseconds

/** Domain errors name fields and codes, never what a customer said; anything else might, so it says nothing. */
function reasonOf(error: unknown): Reason {
  if (!(error instanceof DomainError)) return { code: 'internal', detail: 'something went wrong on our side' }
  const fields = error.details['fields']
  const named = Array.isArray(fields) && fields.length > 0 ? `: ${fields.join(', ')}` : ''
  return { code: error.code, detail: `${error.message}${named}` }
}
