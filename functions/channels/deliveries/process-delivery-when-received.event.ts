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

/** The queue retries transient failures for this long; then the delivery is parked, never lost. */
const retryMilliseconds = 20 * 60_000

/**
 * Processes a delivery: reads it, fetches the resource where it only names one, maps it and writes what is new.
 * A delivery that cannot be read is parked with the reason. Repeating it changes nothing: each write is keyed
 * by its subject.
 */
export const processDeliveryWhenReceived = reaction({
  name: 'process-delivery-when-received',
  on: [deliveryReceived, deliveryRetried],
  run: async ({ store, aggregate }, { cause, now }) => {
    const stored = await findDelivery(store, aggregate.id)
    if (stored?.delivery.state !== 'received') return
    await commitDelivery(await processDelivery(stored, cause, now), stored.body, cause, now)
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
    ? { code: 'connection-paused', detail: 'Connection is paused.' }
    : { code: 'connection-removed', detail: 'Connection is removed.' }

const isStale = (error: unknown): boolean => error instanceof DomainError && error.code === 'stale-version'

const isOld = ({ receivedAt }: Delivery, now: string): boolean =>
  Date.parse(now) - Date.parse(receivedAt) > retryMilliseconds

/** Domain errors name fields and codes, never personal data; any other error might, so its text is dropped. */
function reasonOf(error: unknown): Reason {
  if (!(error instanceof DomainError)) return { code: 'internal', detail: 'Internal error; see the log.' }
  const fields = error.details['fields']
  const named = Array.isArray(fields) && fields.length > 0 ? `: ${fields.join(', ')}` : ''
  return { code: error.code, detail: `${error.message}${named}` }
}
