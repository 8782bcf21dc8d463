import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { Connection } from '../connections/connection.ts'
import { commitDelivery, findDelivery, listParked } from './delivery.store.ts'
import { type Delivery, retry } from './delivery.ts'

const pageSize = 100
/** Deliveries written at the same time. */
const concurrency = 10
/** Pages read in one run; the next poll finds the rest. */
const maxPages = 20

/**
 * Retries the deliveries that were parked because their connection was paused, the oldest first. Deliveries parked for
 * another reason stay parked. Returns how many were retried. Errors: those of the table.
 */
export async function retryPaused(
  { store, id }: Pick<Connection, 'store' | 'id'>,
  cause: Cause,
  now: string,
): Promise<number> {
  const isPaused = ({ connectionId, state, reason }: Delivery): boolean =>
    connectionId === id && state === 'parked' && reason?.code === 'connection-paused'
  let [after, retried]: [string | undefined, number] = [undefined, 0]
  for (let page = 1; page <= maxPages; page += 1) {
    const { items, next } = await listParked(store, { after, limit: pageSize }, isPaused)
    for (let from = 0; from < items.length; from += concurrency)
      await Promise.all(items.slice(from, from + concurrency).map((one) => retryOne(one, cause, now)))
    retried += items.length
    if (next === undefined) break
    after = next
  }
  return retried
}

/** Another run may retry the same delivery at the same time; either one is enough. */
async function retryOne({ store, id }: Delivery, cause: Cause, now: string): Promise<void> {
  const stored = await findDelivery(store, id)
  if (stored?.delivery.state !== 'parked') return
  try {
    await commitDelivery(retry(stored.delivery), stored.body, cause, now)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'stale-version')) throw error
  }
}
