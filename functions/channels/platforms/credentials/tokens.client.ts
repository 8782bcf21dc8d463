import { setTimeout as pause } from 'node:timers/promises'
import { DomainError } from '../../../../shared/domain-error.ts'
import { env } from '../../../../shared/env.ts'
import { fingerprint } from '../../../../shared/ids.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../../shared/parameter.client.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'
import { fetchSecrets, readSecrets } from './secrets.client.ts'

/** What a platform's API is called with. */
export interface Tokens {
  readonly accessToken: string
  /** Good for once; only where the platform's access tokens end. */
  readonly refreshToken?: string
}

/** Exchanges a refresh token for new tokens; nothing when the platform says that it has been used already. */
export type Exchange = (refreshToken: string, secrets: ConnectionSecrets) => Promise<Tokens | undefined>

/** How often, and how many milliseconds apart, one looks for the tokens of somebody who was faster. */
const pollAttempts = 6
const pollIntervalMilliseconds = 250

const maxCached = 1000
const cache = new Map<string, Tokens>()
const renewals = new Map<string, Promise<Tokens>>()

/**
 * Refreshed tokens have a parameter of their own: whoever rotates a connection's secrets never writes it, so neither
 * of the two loses what the other has written. `root` names the tokens that the connection was made with: when it is
 * given new ones, those refreshed from the old count no more.
 */
interface RefreshedTokens extends Tokens {
  readonly root: string
}

const parameterOf = (connectionId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${connectionId}/tokens`

const rootOf = ({ accessToken = '', refreshToken = '' }: ConnectionSecrets): string =>
  fingerprint(accessToken, refreshToken)

/** The tokens of a connection, from memory when they are there. Error: `platform-refused` when it has none. */
export async function tokensOf(connectionId: string): Promise<Tokens> {
  const cached = cache.get(connectionId)
  return cached ?? cacheTokens(connectionId, await newest(connectionId, await readSecrets(connectionId)))
}

/** Forgets tokens that were refreshed for a connection, for good. */
export async function deleteTokens(connectionId: string): Promise<void> {
  await deleteParameter(parameterOf(connectionId))
  cache.delete(connectionId)
}

/**
 * New tokens in the place of those that the platform refused. Everybody who finds them refused at the same time gets
 * the same new ones: within a process they wait for the first, and of several processes only one can use up the
 * refresh token; the others find what it has written.
 * Errors: `platform-refused` when the account must be connected again, and those of the exchange.
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

/** The refresh token was used up by somebody who may not have written yet what came of it. */
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
    throw new DomainError('platform-refused', 'an access token was expected in the secrets of the connection')
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
  new DomainError('platform-refused', 'the platform refuses the tokens; the account must be connected again')
