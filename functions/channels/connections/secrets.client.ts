import { now, stopwatch } from '../../../shared/clock.ts'
import { env } from '../../../shared/env.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../shared/parameter.client.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'

const keptMilliseconds = 5 * 60_000
const leastMillisecondsBetweenRereads = 60_000
const mostKept = 1000

interface Kept {
  readonly secrets: Promise<ConnectionSecrets | undefined>
  readonly readAt: number
  /** The same as a time of day. */
  readonly asOf: string
}
const kept = new Map<string, Kept>()

const nameOf = (connectionId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${connectionId}`

/**
 * The secrets of a connection, kept in memory for five minutes, but not over `changedAt`: what was read before a change
 * would take a secret that is no longer valid. Nothing when there are none.
 */
export function readSecrets(connectionId: string, changedAt = ''): Promise<ConnectionSecrets | undefined> {
  const known = kept.get(connectionId)
  const isFresh =
    known !== undefined && stopwatch() - known.readAt < keptMilliseconds && known.asOf >= changedAt
  return isFresh ? known.secrets : readAnew(connectionId)
}

/**
 * The secrets read again, when a verification failed with those in memory: they may have been rotated. Once a minute
 * for each connection, so that a stranger's calls are not ours to the parameter store; nothing in between.
 */
export async function rereadSecrets(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const known = kept.get(connectionId)
  if (known !== undefined && stopwatch() - known.readAt < leastMillisecondsBetweenRereads) return undefined
  return readAnew(connectionId)
}

function readAnew(connectionId: string): Promise<ConnectionSecrets | undefined> {
  const secrets = fetchSecrets(connectionId)
  if (kept.size >= mostKept) kept.clear()
  kept.set(connectionId, { secrets, readAt: stopwatch(), asOf: now() })
  secrets.catch(() => kept.delete(connectionId))
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
  kept.set(connectionId, { secrets: Promise.resolve(secrets), readAt: stopwatch(), asOf: now() })
}

/** Forgets a connection's secrets for good. */
export async function forgetSecrets(connectionId: string): Promise<void> {
  await deleteParameter(nameOf(connectionId))
  kept.delete(connectionId)
}
