import type { Platform } from '../../../events/channels/channel-schema.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { find, load } from '../../../shared/table/load.store.ts'
import { sortKeysOfIndex } from '../../../shared/table/sort-keys.store.ts'
import { type Connection, storeOf } from './connection.ts'

/** `gsi1`: a store's connections. `gsi2`: the live connections of all stores, by platform and account. */
export const connections: AggregateKind<Connection> = {
  name: 'CONNECTION',
  slice: 'channels',
  type: 'connection',
  retention: 'business',
  index: ({ store, id, platform, account, status }) => ({
    ...(status === 'removed' ? {} : { gsi1pk: lists.connections.partition(store), gsi1sk: id }),
    ...(status === 'live'
      ? { gsi2pk: lists.liveConnections.partition(), gsi2sk: `${platform}#${account}#${id}` }
      : {}),
  }),
}

export const loadConnection = (store: string, id: string): Promise<Connection> => load(connections, store, id)

/** Longest id that this slice creates; the table rejects keys without a limit. */
const maxIdLength = 120

/** The connection with this id, of any store; undefined when there is none. */
export async function findConnection(id: string): Promise<Connection | undefined> {
  const store = storeOf(id)
  return store === '' || id.length > maxIdLength ? undefined : find(connections, store, id)
}

/** Ids of the live connections of all stores, or only of one account at a platform. */
export async function liveConnections(of?: { platform: Platform; account: string }): Promise<string[]> {
  const { index, partition } = lists.liveConnections
  const account = of && `${of.platform}#${of.account}#`
  const sortKeys = sortKeysOfIndex(
    index,
    partition(),
    account === undefined ? undefined : { from: account, to: `${account}~` },
  )
  return Array.fromAsync(sortKeys, (sort) => sort.slice(sort.lastIndexOf('#') + 1))
}

/** Writes a connection's next version with its events. Errors: `stale-version`, `busy`. */
export const commitConnection = (
  decision: Decision<Connection>,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(connections, decision)], cause, { at, marker })
