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

/** An account to connect, without its secrets. */
export interface NewConnection {
  readonly platform: Platform
  readonly account: string
  readonly channel?: string | undefined
  readonly settings: Readonly<Record<string, string>>
}

/**
 * The id of a connection, one for each account of a store. It begins with the store and a dot, so a call
 * without a token can be matched to the connection that must have signed it.
 */
export const connectionId = (store: string, { platform, account }: NewConnection): string =>
  `${store}.${derivedId('con', store, platform, account)}`

/** The store in a connection's id; empty when there is none. */
export const storeOf = (connectionId: string): string =>
  connectionId.includes('.') ? connectionId.slice(0, connectionId.indexOf('.')) : ''

/** Connects an account, or reconnects a removed one. An account that is connected stays unchanged. */
export function connect(
  existing: Connection | undefined,
  command: NewConnection,
  store: string,
  now: string,
): ConnectionDecision {
  if (existing !== undefined && existing.status !== 'removed') return { next: existing, events: [] }
  const { platform, account, settings } = command
  return {
    next: {
      id: connectionId(store, command),
      store,
      version: (existing?.version ?? 0) + 1,
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

/** Pauses processing: calls are still received and stored. */
export function pause(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'paused') return { next: connection, events: [] }
  return nextVersion(
    { ...expectNotRemoved(connection), status: 'paused' },
    now,
    connectionPaused.happened({}),
  )
}

/** Resumes processing. */
export function resume(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'live') return { next: connection, events: [] }
  return nextVersion({ ...expectNotRemoved(connection), status: 'live' }, now, connectionResumed.happened({}))
}

/** Records a new secret; the old one is accepted until `previousUntil`, or no longer when that is absent. */
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

/** Records that a live connection has received no call for longer than its limit. */
export function recordSilence(
  connection: Connection,
  lastDeliveryAt: string | undefined,
  hours: number,
  now: string,
): ConnectionDecision {
  const last = lastDeliveryAt === undefined ? {} : { lastDeliveryAt }
  return nextVersion(connection, now, connectionSilent.happened({ hours, ...last }))
}

/** Removes a connection; its history stays and its secrets are deleted. */
export function remove(connection: Connection, now: string): ConnectionDecision {
  if (connection.status === 'removed') return { next: connection, events: [] }
  const { previousSecretUntil: _, ...rest } = connection
  return nextVersion({ ...rest, status: 'removed' }, now, connectionRemoved.happened({}))
}

function expectNotRemoved(connection: Connection): Connection {
  if (connection.status !== 'removed') return connection
  throw new DomainError('illegal-transition', 'Connection is removed.')
}

const nextVersion = (connection: Connection, now: string, event: Happened): ConnectionDecision => ({
  next: { ...connection, version: connection.version + 1, updatedAt: now },
  events: [event],
})
