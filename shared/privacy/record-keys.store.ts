import { randomBytes } from 'node:crypto'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite'
import { stopwatch } from '../clock.ts'
import { DomainError } from '../domain-error.ts'
import { retry } from '../retry.ts'
import { RecordKeysItem } from '../table/entities.store.ts'
import { keyTable } from '../table/keys.ts'
import { fromBytes, type Nodes, nodeAt, pathOf, toBytes, without } from './puncturable-key.ts'

/**
 * A store's keys are a tree of nodes. One item stores the top of the tree. A part of the tree with deleted keys has an
 * item of its own for its remaining nodes, so that no item grows beyond some hundred erasures.
 */
const partBits = 8
const top = 'TOP'

interface Stored {
  readonly version: number
  readonly nodes: Nodes
}

const keyOf = (store: string, part: string) => ({ pk: keyTable.records(store), sk: part })

async function read(store: string, part: string): Promise<Stored | undefined> {
  const { Item } = await RecordKeysItem.build(GetItemCommand)
    .key(keyOf(store, part))
    .options({ consistent: true })
    .send()
  return Item && { version: Item.version, nodes: fromBytes(Item.nodes) }
}

const itemOf = (store: string, part: string, { version, nodes }: Stored) => ({
  ...keyOf(store, part),
  version,
  nodes: toBytes(nodes),
})

/** The item still has the version before, or does not exist yet. */
const ifUnchanged = ({ version }: Stored) =>
  version === 1
    ? { condition: { attr: 'pk', exists: false } as const }
    : { condition: { attr: 'version', eq: version - 1 } as const }

const putOf = (store: string, part: string, stored: Stored) =>
  RecordKeysItem.build(PutItemCommand)
    .item(itemOf(store, part, stored))
    .options(ifUnchanged(stored))
    .send()

const putInTransaction = (store: string, part: string, stored: Stored) =>
  RecordKeysItem.build(PutTransaction)
    .item(itemOf(store, part, stored))
    .options(ifUnchanged(stored))

/** The key of a record, such as an order, to open what was sealed with it; nothing once it was deleted. */
export const openingKey = (store: string, record: string): Promise<Uint8Array | undefined> =>
  keyBy((part) => read(store, part), record)

async function keyBy(
  readPart: (part: string) => Promise<Stored | undefined>,
  record: string,
): Promise<Uint8Array | undefined> {
  const path = pathOf(record)
  const fromTop = nodeAt((await readPart(top))?.nodes ?? new Map(), path)
  return fromTop ?? nodeAt((await readPart(path.slice(0, partBits)))?.nodes ?? new Map(), path)
}

const cacheMilliseconds = 60_000
const cache = new Map<string, { readonly stored: Promise<Stored | undefined>; readonly until: number }>()

/**
 * The key of a record, to seal its events; nothing once it was deleted. The nodes are cached for a minute: what is sealed
 * with a key deleted meanwhile can never be opened.
 */
export async function sealingKey(store: string, record: string): Promise<Uint8Array | undefined> {
  return keyBy((part) => {
    const name = `${store}#${part}`
    const cached = cache.get(name)
    if (cached !== undefined && cached.until > stopwatch()) return cached.stored
    const stored = part === top ? readOrCreate(store) : read(store, part)
    if (cache.size > 1000) cache.clear()
    cache.set(name, { stored, until: stopwatch() + cacheMilliseconds })
    stored.catch(() => cache.delete(name))
    return stored
  }, record)
}

/** The top of a store's tree; created when something is sealed for the first time. */
async function readOrCreate(store: string): Promise<Stored | undefined> {
  const existing = await read(store, top)
  if (existing !== undefined) return existing
  const created = { version: 1, nodes: new Map([['', randomBytes(16)]]) }
  try {
    await putOf(store, top, created)
    return created
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return read(store, top)
    throw error
  }
}

const tries = 5

/** Deletes the key of a record for good. Idempotent. Error: `busy`. */
export async function forgetKey(store: string, record: string): Promise<void> {
  const path = pathOf(record)
  const part = path.slice(0, partBits)
  const isContended = (error: unknown): boolean =>
    error instanceof ConditionalCheckFailedException || error instanceof TransactionCanceledException
  try {
    await retry(
      async () => {
        const [ofTop, ofPart] = await Promise.all([readOrCreate(store), read(store, part)])
        await forget(store, { ofTop, ofPart }, path)
      },
      { tries, isTransient: isContended },
    )
  } catch (error) {
    if (!isContended(error)) throw error
    throw new DomainError('busy', 'Keys are contended; retry.', { cause: error })
  }
}

async function forget(
  store: string,
  { ofTop, ofPart }: { readonly ofTop: Stored | undefined; readonly ofPart: Stored | undefined },
  path: string,
): Promise<void> {
  const part = path.slice(0, partBits)
  const branch = nodeAt(ofTop?.nodes ?? new Map(), part)
  if (ofTop !== undefined && branch !== undefined) {
    // The part moves out of the top; its remaining nodes get an item of their own, in one transaction.
    const rest = { version: 1, nodes: without(new Map([[part, branch]]), path) }
    const less = { version: ofTop.version + 1, nodes: without(ofTop.nodes, part) }
    await execute(putInTransaction(store, top, less), putInTransaction(store, part, rest))
    return
  }
  if (ofPart === undefined || nodeAt(ofPart.nodes, path) === undefined) return
  const less = { version: ofPart.version + 1, nodes: without(ofPart.nodes, path) }
  await putOf(store, part, less)
}
