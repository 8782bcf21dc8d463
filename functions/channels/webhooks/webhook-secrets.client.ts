import { randomBytes, randomUUID } from 'node:crypto'
import { DomainError } from '../../../shared/domain-error.ts'
import { env } from '../../../shared/env.ts'
import { derivedId } from '../../../shared/ids.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../shared/parameter.client.ts'

/** A secret under the id of its key: what an id names never changes, so that it may be kept in memory. */
interface NewSecret {
  readonly keyId: string
  /** `whsec_` and base 64 of 32 bytes ("Standard Webhooks" 1.0.0, "Signature scheme"). */
  readonly secret: string
}

const secretBytes = 32
const maxCached = 1000
const cache = new Map<string, string>()

const nameOf = (keyId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${keyId}`

/** Makes a secret, puts it into the parameter store and uses it; when what uses it is refused, it is deleted again. */
export async function withNewSecret<T>(use: (made: NewSecret) => Promise<T>): Promise<T> {
  const keyId = derivedId('key', randomUUID())
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  await writeParameter(nameOf(keyId), secret)
  try {
    return await use({ keyId, secret })
  } catch (error) {
    // Of any other error it is not known whether the key was written: then it must have its secret.
    if (error instanceof DomainError) await deleteSecrets([keyId])
    throw error
  }
}

/** The secret of a key; nothing when it was deleted. */
export async function secretOf(keyId: string): Promise<string | undefined> {
  const known = cache.get(keyId)
  if (known !== undefined) return known
  const secret = await readParameter(nameOf(keyId))
  if (secret === undefined) return undefined
  if (cache.size >= maxCached) cache.clear()
  cache.set(keyId, secret)
  return secret
}

/** Deletes secrets that sign nothing any more. */
export async function deleteSecrets(keyIds: readonly string[]): Promise<void> {
  await Promise.all(keyIds.map((keyId) => deleteParameter(nameOf(keyId))))
}
