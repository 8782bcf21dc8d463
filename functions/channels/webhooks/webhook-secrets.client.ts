import { randomBytes, randomUUID } from 'node:crypto'
import { DomainError } from '../../../shared/domain-error.ts'
import { env } from '../../../shared/env.ts'
import { derivedId } from '../../../shared/ids.ts'
import { deleteParameter, readParameter, writeParameter } from '../../../shared/parameter.client.ts'

/** A secret under the id of its key: what an id names never changes, so that it may be kept in memory. */
interface MadeSecret {
  readonly keyId: string
  /** `whsec_` and base 64 of 32 bytes ("Standard Webhooks" 1.0.0, "Signature scheme"). */
  readonly secret: string
}

const secretBytes = 32
const mostKept = 1000
const kept = new Map<string, string>()

const nameOf = (keyId: string): string => `${env('CHANNEL_SECRETS_PATH')}/${keyId}`

/** Makes a secret, puts it into the parameter store and uses it; when what uses it is refused, it is deleted again. */
export async function withNewSecret<T>(use: (made: MadeSecret) => Promise<T>): Promise<T> {
  const keyId = derivedId('key', randomUUID())
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  await writeParameter(nameOf(keyId), secret)
  try {
    return await use({ keyId, secret })
  } catch (error) {
    // Of any other error it is not known whether the key was written: then it must have its secret.
    if (error instanceof DomainError) await forgetSecrets([keyId])
    throw error
  }
}

/** The secret of a key; nothing when it was deleted. */
export async function secretOf(keyId: string): Promise<string | undefined> {
  const known = kept.get(keyId)
  if (known !== undefined) return known
  const secret = await readParameter(nameOf(keyId))
  if (secret === undefined) return undefined
  if (kept.size >= mostKept) kept.clear()
  kept.set(keyId, secret)
  return secret
}

/** Deletes secrets that sign nothing any more. */
export async function forgetSecrets(keyIds: readonly string[]): Promise<void> {
  await Promise.all(keyIds.map((keyId) => deleteParameter(nameOf(keyId))))
}
