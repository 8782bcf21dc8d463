import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list, type Page } from '../../../shared/table/list.store.ts'
import { findWithBody, load } from '../../../shared/table/load.store.ts'
import type { Delivery } from './delivery.ts'

/** `gsi1`: a connection's deliveries by time. `gsi2`: a store's parked deliveries, while they are parked. */
export const deliveries: AggregateKind<Delivery> = {
  name: 'DELIVERY',
  slice: 'channels',
  type: 'delivery',
  retention: 'raw',
  index: ({ store, id, connectionId, receivedAt, state }) => {
    const time = `${receivedAt}#${id}`
    return {
      gsi1pk: lists.deliveriesOfConnection.partition(store, connectionId),
      gsi1sk: time,
      ...(state === 'parked' ? { gsi2pk: lists.parkedDeliveries.partition(store), gsi2sk: time } : {}),
    }
  },
}

export const loadDelivery = (store: string, id: string): Promise<Delivery> => load(deliveries, store, id)

/** A delivery with its packed body. */
export interface StoredDelivery {
  readonly delivery: Delivery
  readonly body: Uint8Array
}

/** A delivery with its packed body; undefined when it does not exist. */
export async function findDelivery(store: string, id: string): Promise<StoredDelivery | undefined> {
  const found = await findWithBody(deliveries, store, id)
  return found && { delivery: found.state, body: found.body ?? new Uint8Array() }
}

/** One page of a store's parked deliveries that match, the oldest first. */
export const listParked = (
  store: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
  belongs: (delivery: Delivery) => boolean,
): Promise<Page<Delivery>> =>
  list(
    deliveries,
    store,
    {
      index: lists.parkedDeliveries.index,
      partitions: [lists.parkedDeliveries.partition(store)],
      after,
      limit,
    },
    belongs,
  )

/**
 * Writes a delivery's next version with its packed body, in one conditional write. Errors: `stale-version`,
 * `busy`.
 */
export const commitDelivery = (
  decision: Decision<Delivery>,
  body: Uint8Array,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> => commit([change(deliveries, decision, body)], cause, { at, withoutEvents: true })
