import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { lists } from '../../../shared/table/keys.ts'
import { type ListQuery, list } from '../../../shared/table/list.store.ts'
import type { Connection } from '../connections/connection.ts'
import { commitDelivery, deliveries, findDelivery } from './delivery.store.ts'
import { type Delivery, retry } from './delivery.ts'

const pageSize = 100
/** Deliveries that are written side by side. */
const concurrency = 10
/** So many pages are looked through in one run; what is left is found by the next sweep. */
const maxPages = 20

/**
 * Has all that came while a connection was paused worked on, oldest first. What is parked for another reason stays so.
 * Returns how many there were. Errors: those of the table.
 */
export async function retryPaused(
  { store, id }: Pick<Connection, 'store' | 'id'>,
  cause: Cause,
  now: string,
): Promise<number> {
  const isPaused = ({ connectionId, state, reason }: Delivery): boolean =>
    connectionId === id && state === 'parked' && reason?.code === 'connection-paused'
  const partitions = [lists.parkedDeliveries.partition(store)]
  let [after, retried]: [string | undefined, number] = [undefined, 0]
  for (let page = 1; page <= maxPages; page += 1) {
    const query: ListQuery = { index: lists.parkedDeliveries.index, partitions, after, limit: pageSize }
    const { items, next } = await list(deliveries, store, query, isPaused)
    for (let from = 0; from < items.length; from += concurrency)
      await Promise.all(items.slice(from, from + concurrency).map((one) => retryOne(one, cause, now)))
    retried += items.length
    if (next === undefined) break
    after = next
  }
  return retried
}

/** Somebody may have it tried again at the same time: that is as good. */
async function retryOne({ store, id }: Delivery, cause: Cause, now: string): Promise<void> {
  const kept = await findDelivery(store, id)
  if (kept?.delivery.state !== 'parked') return
  try {
    await commitDelivery(retry(kept.delivery), kept.body, cause, now)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'stale-version')) throw error
  }
}
