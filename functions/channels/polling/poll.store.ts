import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { connections } from '../connections/connection.store.ts'
import type { Connection } from '../connections/connection.ts'
import { deliveries } from '../deliveries/delivery.store.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Poll } from './poll.ts'

/** The poll of a connection. It publishes no events: what it finds becomes deliveries. */
const polls: AggregateKind<Poll> = {
  name: 'CHANNEL-SWEEP',
  slice: 'channels',
  type: 'channel-sweep',
  retention: 'business',
}

export const findPoll = (store: string, connectionId: string): Promise<Poll | undefined> =>
  find(polls, store, connectionId)

/** Writes how a poll ended. Errors: `stale-version`, `busy`. */
export async function commitPoll(decision: Decision<Poll>, cause: Cause, at: string): Promise<void> {
  await commit([change(polls, decision)], cause, { at, withoutEvents: true })
}

/** Writes a silence on the connection and on its poll, both or neither. Errors: `stale-version`, `busy`. */
export async function commitSilence(
  connection: Decision<Connection>,
  poll: Decision<Poll>,
  cause: Cause,
  at: string,
): Promise<void> {
  const changes = [change(connections, connection), change(polls, poll)]
  await commit(changes, cause, { at, withoutEvents: true })
}

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
