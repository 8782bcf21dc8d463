import { stopwatch } from './clock.ts'
import { env, optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

const keptMilliseconds = 5 * 60_000
const kept = new Map<string, { readonly value: Promise<string>; readonly until: number }>()

/** The suite's signing key, from Secrets Manager; kept for five minutes, so a rotated one is seen without a deploy. */
export const signingKey = (): Promise<string> => keptSecret(env('SIGNING_KEY_ARN'))

/**
 * The keys by which the edge in front of the API proves that a request came by it, the newest and, while it is being
 * changed, the one before; nothing where there is no edge.
 */
export async function edgeKeys(): Promise<readonly string[] | undefined> {
  const id = optionalEnv('EDGE_KEY_ARN')
  if (id === undefined) return undefined
  const { current, previous } = JSON.parse(await keptSecret(id)) as { current: string; previous?: string }
  return previous === undefined ? [current] : [current, previous]
}

function keptSecret(id: string): Promise<string> {
  const known = kept.get(id)
  if (known !== undefined && known.until >= stopwatch()) return known.value
  const value = fetchSecret(id)
  kept.set(id, { value, until: stopwatch() + keptMilliseconds })
  value.catch(() => kept.delete(id))
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
    throw new Error('a key of at least 32 characters is expected')
  return SecretString
}
