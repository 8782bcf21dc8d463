import { stopwatch } from './clock.ts'
import { env, optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

const cacheMilliseconds = 5 * 60_000
const cache = new Map<string, { readonly value: Promise<string>; readonly until: number }>()

/** The suite's signing key from Secrets Manager; cached for five minutes, so that rotation needs no deployment. */
export const signingKey = (): Promise<string> => cachedSecret(env('SIGNING_KEY_ARN'))

/**
 * The keys with which CloudFront authenticates to the API: the newest and, during rotation, the one before; nothing
 * without CloudFront.
 */
export async function edgeKeys(): Promise<readonly string[] | undefined> {
  const id = optionalEnv('EDGE_KEY_ARN')
  if (id === undefined) return undefined
  const { current, previous } = JSON.parse(await cachedSecret(id)) as { current: string; previous?: string }
  return previous === undefined ? [current] : [current, previous]
}

function cachedSecret(id: string): Promise<string> {
  const cached = cache.get(id)
  if (cached !== undefined && cached.until >= stopwatch()) return cached.value
  const value = fetchSecret(id)
  cache.set(id, { value, until: stopwatch() + cacheMilliseconds })
  value.catch(() => cache.delete(id))
  return value
}

async function fetchSecret(id: string): Promise<string> {
  const { SecretString } = await callJsonService({
    service: 'secretsmanager',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER'),
    target: 'secretsmanager.GetSecretValue',
    protocol: '1.1',
    input: { SecretId: id },
  })
  if (typeof SecretString !== 'string' || SecretString.length < 32)
    throw new Error('Secret must have at least 32 characters.')
  return SecretString
}
