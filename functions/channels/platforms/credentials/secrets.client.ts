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
  /** The same as a UTC ISO-8601 time. */
  readonly asOf: string
}
const cache = new Map<string, CachedSecrets>()

const nameOf = (connectionId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${connectionId}`

/**
 * The secrets of a connection, cached for five minutes. A cache entry read before `changedAt` is not used,
 * since it would accept an expired secret. Undefined when there are none.
 */
export function readSecrets(connectionId: string, changedAt = ''): Promise<ConnectionSecrets | undefined> {
  const cached = cache.get(connectionId)
  const isFresh =
    cached !== undefined && stopwatch() - cached.readAt < cacheMilliseconds && cached.asOf >= changedAt
  return isFresh ? cached.secrets : refreshSecrets(connectionId)
}

/**
 * Reads the secrets again after a failed verification: they may have been rotated. At most once a minute for
 * each connection, so that forged calls do not become calls to the parameter store; undefined in between.
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

/** The current secrets, past the cache. */
export async function fetchSecrets(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const value = await readParameter(nameOf(connectionId))
  return value === undefined ? undefined : (JSON.parse(value) as ConnectionSecrets)
}

/** Writes a connection's secrets, replacing the existing ones. */
export async function writeSecrets(connectionId: string, secrets: ConnectionSecrets): Promise<void> {
  await writeParameter(nameOf(connectionId), JSON.stringify(secrets))
  cache.set(connectionId, { secrets: Promise.resolve(secrets), readAt: stopwatch(), asOf: now() })
}

/** Deletes a connection's secrets. */
export async function deleteSecrets(connectionId: string): Promise<void> {
  await deleteParameter(nameOf(connectionId))
  cache.delete(connectionId)
}
