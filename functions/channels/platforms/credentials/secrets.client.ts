import { now, stopwatch } from '../../../../shared/clock.ts'
import { env } from '../../../../shared/env.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../../shared/parameter.client.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'

const cacheMilliseconds = 5 * 60_000
const minRereadMilliseconds = 60_000
const maxCached = 1000

interface CachedSecrets {
  readonly secrets: Promise<ConnectionSecrets | undefined>
  readonly readAt: number
  /** The same as a time of day. */
  readonly asOf: string
}
const cache = new Map<string, CachedSecrets>()

const nameOf = (connectionId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${connectionId}`

/**
 * The secrets of a connection, kept in memory for five minutes, but not over `changedAt`: what was read before a change
 * would take a secret that is no longer valid. Nothing when there are none.
 */
export function readSecrets(connectionId: string, changedAt = ''): Promise<ConnectionSecrets | undefined> {
  const cached = cache.get(connectionId)
  const isFresh =
    cached !== undefined && stopwatch() - cached.readAt < cacheMilliseconds && cached.asOf >= changedAt
  return isFresh ? cached.secrets : refreshSecrets(connectionId)
}

/**
 * The secrets read again, when a verification failed with those in memory: they may have been rotated. Once a minute
 * for each connection, so that a stranger's calls are not ours to the parameter store; nothing in between.
 */
export async function rereadSecrets(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const cached = cache.get(connectionId)
  if (cached !== undefined && stopwatch() - cached.readAt < minRereadMilliseconds) return undefined
  return refreshSecrets(connectionId)
}

function refreshSecrets(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const secrets = fetchSecrets(connectionId)
  if (cache.size >= maxCached) cache.clear()
  cache.set(connectionId, { secrets, readAt: stopwatch(), asOf: now() })
  secrets.catch(() => cache.delete(connectionId))
  return secrets
}

/** The secrets as they are now, past what memory holds. */
export async function fetchSecrets(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const value = await readParameter(nameOf(connectionId))
  return value === undefined ? undefined : (JSON.parse(value) as ConnectionSecrets)
}

/** Keeps a connection's secrets, in the place of those that were there. */
export async function writeSecrets(connectionId: string, secrets: ConnectionSecrets): Promise<void> {
  await writeParameter(nameOf(connectionId), JSON.stringify(secrets))
  cache.set(connectionId, { secrets: Promise.resolve(secrets), readAt: stopwatch(), asOf: now() })
}

/** Forgets a connection's secrets for good. */
export async function deleteSecrets(connectionId: string): Promise<void> {
  await deleteParameter(nameOf(connectionId))
  cache.delete(connectionId)
}
