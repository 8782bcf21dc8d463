import { lists } from '../../../shared/table/keys.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'

/** The sort keys of one shard of the waiting orders, of all stores. */
export interface WaitingShard {
  /** Held orders, by store and latest release. */
  readonly held: AsyncIterable<string>
  /** Orders that passed by a waiver that has expired by `now`. */
  readonly waived: AsyncIterable<string>
}

/** Reads all shards of the orders that wait for an instant (UTC ISO-8601). */
export const waitingShards = (now: string): WaitingShard[] =>
  lists.qualityQueue.shards.map((shard) => ({
    held: sortKeysOf(lists.qualityQueue.partition(shard)),
    // A tilde sorts after every key of this instant.
    waived: sortKeysOf(lists.waivedOrders.partition(shard), `${now}~`),
  }))
