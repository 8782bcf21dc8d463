import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { stopwatch } from './clock.ts'
import { env } from './env.ts'

const client = new SecretsManagerClient({ maxAttempts: 3 })
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
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: env('SIGNING_KEY_ARN') }))
  if (SecretString === undefined || SecretString.length < 32)
    throw new Error('a signing key of at least 32 characters is expected')
  return SecretString
}
