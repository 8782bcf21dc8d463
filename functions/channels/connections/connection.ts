import {
  type ConnectionSnapshot,
  connectionCreated,
  connectionPaused,
  connectionRemoved,
  connectionResumed,
  connectionSecretChanged,
  connectionSilent,
} from '../../../events/channels/channel-events.ts'
import type { Platform } from '../../../events/channels/channel-schema.ts'
import type { Decision, Happened } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'

export type Connection = ConnectionSnapshot
type ConnectionDecision = Decision<Connection>

/** What a store says of an account that it connects; nothing secret. */
export interface NewConnection {
  readonly platform: Platform
  readonly account: string
  readonly channel?: string | undefined
  readonly settings: Readonly<Record<string, string>>
}

/**
 * The id of a connection: one for each account of a store, however often it is connected. It begins with the store
 * and a dot, so that a call without a token can be led to the connection that must have signed it.
 */
export const connectionId = (store: string, { platform, account }: NewConnection): string =>
  `${store}.${derivedId('con', store, platform, account)}`

/** The store that a connection's id names; empty when it names none. */
export const storeOf = (connectionId: string): string =>
  connectionId.includes('.') ? connectionId.slice(0, connectionId.indexOf('.')) : ''

/** Connects an account, or connects again one that was removed. One that is connected stays as it is. */
export function connect(
  known: Connection | undefined,
  command: NewConnection,
  store: string,
  now: string,
): ConnectionDecision {
  if (known !== undefined && known.status !== 'removed') return { next: known, events: [] }
  const { platform, account, settings } = command
  return {
    next: {
      id: connectionId(store, command),
      store,
      version: (known?.version ?? 0) + 1,
      platform,
      account,
      channel: command.channel ?? platform,
      status: 'live',
      settings: { ...settings },
      connectedAt: now,
      updatedAt: now,
      secretChangedAt: now,
    },
    events: [connectionCreated.happened({})],
  }
}

/** Keeps what comes in without working on it. */
export function pause(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'paused') return { next: connection, events: [] }
  return nextVersion(
    { ...expectNotRemoved(connection), status: 'paused' },
    now,
    connectionPaused.happened({}),
  )
}

/** Works on what comes in again. */
export function resume(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'live') return { next: connection, events: [] }
  return nextVersion({ ...expectNotRemoved(connection), status: 'live' }, now, connectionResumed.happened({}))
}

/** Notes a new secret; the one before is taken until `previousUntil`, or no longer when that is left out. */
export function changeSecret(
  connection: Connection,
  previousUntil: string | undefined,
  now: string,
): ConnectionDecision {
  const { previousSecretUntil: _, ...rest } = expectNotRemoved(connection)
  const until = previousUntil === undefined ? {} : { previousSecretUntil: previousUntil }
  return nextVersion(
    { ...rest, ...until, secretChangedAt: now },
    now,
    connectionSecretChanged.happened(previousUntil === undefined ? {} : { previousUntil }),
  )
}

/** Notes that a live connection has had no call for longer than it should. */
export function recordSilence(
  connection: Connection,
  lastDeliveryAt: string | undefined,
  hours: number,
  now: string,
): ConnectionDecision {
  const last = lastDeliveryAt === undefined ? {} : { lastDeliveryAt }
  return nextVersion(connection, now, connectionSilent.happened({ hours, ...last }))
}

/** Ends a connection; its history stays, its secrets go. */
export function remove(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'removed') return { next: connection, events: [] }
  const { previousSecretUntil: _, ...rest } = connection
  return nextVersion({ ...rest, status: 'removed' }, now, connectionRemoved.happened({}))
}

function expectNotRemoved(connection: Connection): Connection {
  if (connection.status !== 'removed') return connection
  throw new DomainError('illegal-transition', 'a connection is expected that has not been removed')
}

const nextVersion = (connection: Connection, now: string, event: Happened): ConnectionDecision => ({
  next: { ...connection, version: connection.version + 1, updatedAt: now },
  events: [event],
})
