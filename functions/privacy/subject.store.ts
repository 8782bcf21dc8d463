import { createHmac } from 'node:crypto'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import type { Identity } from '../../shared/privacy/identity.ts'
import { openingKey, sealingKey } from '../../shared/privacy/record-keys.store.ts'
import { ErasedPersonItem } from '../../shared/table/entities.store.ts'
import { keyTable, type PartitionKey } from '../../shared/table/keys.ts'

/** Names the key with which a store hashes persons; it is never deleted. */
const hashKey = 'SUBJECTS'

const partition = (store: string): PartitionKey => keyTable.erasedPersons(store, hashKey)

/**
 * Keyed hashes of a person's documents and addresses. A store recognises an erased person by them without storing who it
 * was; without the key, trying all CPFs is impossible.
 */
export async function hashesOf(store: string, identity: Identity): Promise<string[]> {
  const key = await sealingKey(store, hashKey)
  return key === undefined ? [] : hashed(identity, key)
}

function hashed({ documents: numbers, emails, phones }: Identity, key: Uint8Array): string[] {
  const values = [
    ...numbers.map((one) => `d${one}`),
    ...emails.map((one) => `e${one}`),
    ...phones.map((one) => `p${one}`),
  ]
  return values.map((value) => createHmac('sha256', key).update(value).digest('base64url').slice(0, 32))
}

/** Records the erasure of a person under each of their hashes: by which request, and when. */
export async function recordErasure(
  store: string,
  hashes: readonly string[],
  { requestId, at }: { readonly requestId: string; readonly at: string },
): Promise<void> {
  await Promise.all(
    hashes.map((hash) =>
      ErasedPersonItem.build(PutItemCommand)
        .item({ pk: partition(store), sk: hash, requestId, erasedAt: at })
        .send(),
    ),
  )
}

/** When a store last erased a person; nothing if it never did. */
export async function erasedBefore(store: string, identity: Identity): Promise<string | undefined> {
  const key = await openingKey(store, hashKey)
  if (key === undefined) return undefined
  const found = await Promise.all(
    hashed(identity, key).map((sk) =>
      ErasedPersonItem.build(GetItemCommand)
        .key({ pk: partition(store), sk })
        .send(),
    ),
  )
  const times = found.flatMap(({ Item }) => Item?.erasedAt ?? [])
  return times.sort().at(-1)
}
