import { stopwatch } from './clock.ts'
import { env, optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

const keptMilliseconds = 5 * 60_000
let kept: { readonly value: Promise<string>; readonly until: number } | undefined

/** The suite's signing key, from Secrets Manager; kept for five minutes, so a rotated one is seen without a deploy. */
export function signingKey(): Promise<string> {
  if (kept === undefined || kept.until < stopwatch()) {
    const value = fetchKey()
    kept = { value, until: stopwatch() + keptMilliseconds }
    value.catch(() => {
      kept = undefined
    })
  }
  return kept.value
}

async function fetchKey(): Promise<string> {
  const { SecretString } = await callJsonService({
    service: 'secretsmanager',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER'),
    target: 'secretsmanager.GetSecretValue',
    protocol: '1.1',
    input: { SecretId: env('SIGNING_KEY_ARN') },
  })
  if (typeof SecretString !== 'string' || SecretString.length < 32)
    throw new Error('a signing key of at least 32 characters is expected')
  return SecretString
}
