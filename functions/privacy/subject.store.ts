import { createHmac } from 'node:crypto'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import type { Identity } from '../../shared/privacy/identity.ts'
import { openingKey, sealingKey } from '../../shared/privacy/record-keys.store.ts'
import { ErasedPersonItem } from '../../shared/table/entities.store.ts'
import { keyTable, type PartitionKey } from '../../shared/table/keys.ts'

/** Names the key of a store by which persons are hashed; it is never forgotten. */
const hashKey = 'SUBJECTS'

const partition = (store: string): PartitionKey => keyTable.erasedPersons(store, hashKey)

/**
 * Keyed hashes of a person's documents and addresses, by which a store knows whom it has erased without knowing who it
 * was: without the key nobody can try out all CPFs.
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

/** Notes under each hash of a person that they were erased, by which request and when. */
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

/** When a person was last erased by a store; nothing when they never were. */
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
