import { setTimeout as pause } from 'node:timers/promises'
import { DomainError } from '../../../../shared/domain-error.ts'
import { env } from '../../../../shared/env.ts'
import { fingerprint } from '../../../../shared/ids.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../../shared/parameter.client.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'
import { fetchSecrets, readSecrets } from './secrets.client.ts'

/** The tokens for a platform's API. */
export interface Tokens {
  readonly accessToken: string
  /** Valid once; only for platforms whose access tokens expire. */
  readonly refreshToken?: string
}

/** Exchanges a refresh token for new tokens; undefined when the platform says that it was used before. */
export type Exchange = (refreshToken: string, secrets: ConnectionSecrets) => Promise<Tokens | undefined>

/** How often, and at which interval in milliseconds, to look for tokens that another process renewed. */
const pollAttempts = 6
const pollIntervalMilliseconds = 250

const maxCached = 1000
const cache = new Map<string, Tokens>()
const renewals = new Map<string, Promise<Tokens>>()

/**
 * Renewed tokens have a parameter of their own, which a rotation of secrets never writes, so neither overwrites
 * the other. `root` identifies the tokens that the connection was created with: after new ones, tokens renewed
 * from the old are void.
 */
interface RefreshedTokens extends Tokens {
  readonly root: string
}

const parameterOf = (connectionId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${connectionId}/tokens`

const rootOf = ({ accessToken = '', refreshToken = '' }: ConnectionSecrets): string =>
  fingerprint(accessToken, refreshToken)

/** The tokens of a connection, cached. Error: `platform-refused` when it has none. */
export async function tokensOf(connectionId: string): Promise<Tokens> {
  const cached = cache.get(connectionId)
  return cached ?? cacheTokens(connectionId, await newest(connectionId, await readSecrets(connectionId)))
}

/** Deletes the renewed tokens of a connection. */
export async function deleteTokens(connectionId: string): Promise<void> {
  await deleteParameter(parameterOf(connectionId))
  cache.delete(connectionId)
}

/**
 * Renews tokens that the platform rejected. Concurrent callers get the same new tokens: within a process they
 * wait for the first, and of several processes only one can use the refresh token; the others find what it
 * wrote. Errors: `platform-refused` when the account must be reconnected, and those of the exchange.
 */
export function renewTokens(
  connectionId: string,
  refused: Tokens,
  exchange: Exchange | undefined,
): Promise<Tokens> {
  const cached = cache.get(connectionId)
  if (cached !== undefined && cached.accessToken !== refused.accessToken) return Promise.resolve(cached)
  const running = renewals.get(connectionId)
  if (running !== undefined) return running
  const renewal = renew(connectionId, refused, exchange).finally(() => renewals.delete(connectionId))
  renewals.set(connectionId, renewal)
  return renewal
}

async function renew(connectionId: string, refused: Tokens, exchange: Exchange | undefined): Promise<Tokens> {
  const secrets = await fetchSecrets(connectionId)
  const current = await newest(connectionId, secrets)
  if (current.accessToken !== refused.accessToken) return cacheTokens(connectionId, current)
  if (exchange === undefined || secrets === undefined || current.refreshToken === undefined)
    throw reconnectRequired()
  const fresh = await exchange(current.refreshToken, secrets)
  if (fresh === undefined) return cacheTokens(connectionId, await renewedElsewhere(connectionId, refused))
  const refreshed: RefreshedTokens = { ...fresh, root: rootOf(secrets) }
  await writeParameter(parameterOf(connectionId), JSON.stringify(refreshed))
  return cacheTokens(connectionId, fresh)
}

/** Another process used the refresh token and may not have written the new tokens yet. */
async function renewedElsewhere(connectionId: string, refused: Tokens): Promise<Tokens> {
  for (let look = 1; look <= pollAttempts; look += 1) {
    const tokens = await newest(connectionId, await fetchSecrets(connectionId))
    if (tokens.accessToken !== refused.accessToken) return tokens
    await pause(pollIntervalMilliseconds)
  }
  throw reconnectRequired()
}

async function newest(connectionId: string, secrets: ConnectionSecrets | undefined): Promise<Tokens> {
  if (secrets?.accessToken === undefined)
    throw new DomainError('platform-refused', 'Connection has no access token.')
  const written = await readParameter(parameterOf(connectionId))
  const refreshed = written === undefined ? undefined : (JSON.parse(written) as RefreshedTokens)
  if (refreshed !== undefined && refreshed.root === rootOf(secrets)) return refreshed
  const { accessToken, refreshToken } = secrets
  return { accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) }
}

function cacheTokens(connectionId: string, tokens: Tokens): Tokens {
  if (cache.size >= maxCached) cache.clear()
  cache.set(connectionId, tokens)
  return tokens
}

const reconnectRequired = (): DomainError =>
  new DomainError('platform-refused', 'Platform rejects the tokens; reconnect the account.')
