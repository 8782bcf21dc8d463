import { randomBytes, randomUUID } from 'node:crypto'
import { DomainError } from '../../../shared/domain-error.ts'
import { env } from '../../../shared/env.ts'
import { derivedId } from '../../../shared/ids.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../shared/parameter.client.ts'

/** A secret and the id of its key. The secret of an id never changes, so it can be cached. */
interface NewSecret {
  readonly keyId: string
  /** `whsec_` and base 64 of 32 bytes ("Standard Webhooks" 1.0.0, "Signature scheme"). */
  readonly secret: string
}

const secretBytes = 32
const maxCached = 1000
const cache = new Map<string, string>()

const nameOf = (keyId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${keyId}`

/** Creates a secret, writes it to the parameter store and uses it; it is deleted when its use is refused. */
export async function withNewSecret<T>(use: (made: NewSecret) => Promise<T>): Promise<T> {
  const keyId = derivedId('key', randomUUID())
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  await writeParameter(nameOf(keyId), secret)
  try {
    return await use({ keyId, secret })
  } catch (error) {
    // After any other error the key may have been written: then it needs its secret.
    if (error instanceof DomainError) await deleteSecrets([keyId])
    throw error
  }
}

/** The secret of a key; undefined when it was deleted. */
export async function secretOf(keyId: string): Promise<string | undefined> {
  const cached = cache.get(keyId)
  if (cached !== undefined) return cached
  const secret = await readParameter(nameOf(keyId))
  if (secret === undefined) return undefined
  if (cache.size >= maxCached) cache.clear()
  cache.set(keyId, secret)
  return secret
}

/** Deletes secrets that no longer sign. */
export async function deleteSecrets(keyIds: readonly string[]): Promise<void> {
  await Promise.all(keyIds.map((keyId) => deleteParameter(nameOf(keyId))))
}
