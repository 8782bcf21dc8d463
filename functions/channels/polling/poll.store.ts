import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { deliveries } from '../deliveries/delivery.store.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Poll } from './poll.ts'

/** A connection's sweep tells nobody of itself: what it finds are deliveries. */
export const polls: AggregateKind<Poll> = {
  name: 'CHANNEL-SWEEP',
  slice: 'channels',
  type: 'channel-sweep',
  retention: 'business',
}

export const findPoll = (store: string, connectionId: string): Promise<Poll | undefined> =>
  find(polls, store, connectionId)

/** The newest deliveries of a connection, newest first. */
export async function newestDeliveries(
  store: string,
  connectionId: string,
  limit: number,
): Promise<readonly Delivery[]> {
  const partitions = [lists.deliveriesOfConnection.partition(store, connectionId)]
  const { items } = await list(deliveries, store, {
    index: lists.deliveriesOfConnection.index,
    partitions,
    descending: true,
    limit,
  })
  return items
}
