import { BatchGetRequest } from 'dynamodb-toolbox/entity/actions/batchGet'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { BatchGetCommand, execute } from 'dynamodb-toolbox/table/actions/batchGet'
import type { AggregateState } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { type AggregateKind, stateOf } from './aggregate.ts'
import type { StoredAnswer } from './answer-marker.ts'
import { AggregateItem, AnswerItem } from './entities.store.ts'
import { itemKey } from './keys.ts'
import { unpack } from './packed.ts'
import { table } from './table.store.ts'

/** The newest version of an aggregate (strongly consistent); nothing if it does not exist. */
export async function find<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  id: string,
): Promise<S | undefined> {
  const { Item } = await AggregateItem.build(GetItemCommand)
    .key({ pk: itemKey(kind.name, store, id), sk: kind.name })
    .options({ consistent: true })
    .send()
  return Item === undefined ? undefined : stateOf<S>(Item.state)
}

/** The newest version of an aggregate with the content stored beside it (strongly consistent), or nothing. */
export async function findWithBody<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  id: string,
): Promise<{ readonly state: S; readonly body: Uint8Array | undefined } | undefined> {
  const { Item } = await AggregateItem.build(GetItemCommand)
    .key({ pk: itemKey(kind.name, store, id), sk: kind.name })
    .options({ consistent: true })
    .send()
  return Item === undefined ? undefined : { state: stateOf<S>(Item.state), body: Item.body }
}

/** The newest version of an aggregate. Error: `not-found`, the same for another store's id as for an unknown one. */
export async function load<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  id: string,
): Promise<S> {
  const found = await find(kind, store, id)
  if (found === undefined) throw new DomainError('not-found', `No ${kind.type} with this id.`)
  return found
}

/** The newest versions of several aggregates (100 at most), in the order of the ids; missing ones are left out. */
export async function loadMany<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  ids: readonly string[],
): Promise<S[]> {
  const found = await getTogether(ids.map((id) => ({ pk: itemKey(kind.name, store, id), sk: kind.name })))
  return found.flatMap((packed) => (packed === undefined ? [] : stateOf<S>(packed)))
}

/** The newest versions of any number of aggregates, in the order of the ids; missing ones are left out. */
export async function loadAll<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  ids: readonly string[],
): Promise<S[]> {
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, n) =>
    loadMany(kind, store, ids.slice(n * batchSize, (n + 1) * batchSize)),
  )
  return (await Promise.all(batches)).flat()
}

/** An aggregate of some kind, by id. */
interface Wanted {
  readonly kind: Pick<AggregateKind<never>, 'name'>
  readonly id: string
}
type Found<W> = W extends { readonly kind: AggregateKind<infer S> } ? S | undefined : never

/** Most keys of one batch. */
const batchSize = 100

/**
 * The newest versions of aggregates of several kinds (each named once), strongly consistent by default, in the
 * order of the request; undefined in place of missing ones.
 */
export async function findTogether<const W extends readonly Wanted[]>(
  store: string,
  wanted: W,
  { consistent }: { readonly consistent: boolean } = { consistent: true },
): Promise<{ -readonly [Place in keyof W]: Found<W[Place]> }> {
  const keys = wanted.map(({ kind, id }) => ({ pk: itemKey(kind.name, store, id), sk: kind.name }))
  const batches = Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, n) =>
    getTogether(keys.slice(n * batchSize, (n + 1) * batchSize), consistent),
  )
  const found = (await Promise.all(batches)).flat()
  return found.map((packed) => (packed === undefined ? undefined : stateOf(packed))) as {
    -readonly [Place in keyof W]: Found<W[Place]>
  }
}

/** The packed states under these keys (100 at most), in their order. Error: `busy`. */
async function getTogether(
  keys: readonly { readonly pk: string; readonly sk: string }[],
  consistent = false,
): Promise<(Uint8Array | undefined)[]> {
  if (keys.length === 0) return []
  const { Responses, UnprocessedKeys = {} } = await execute(
    { maxAttempts: 4 },
    table
      .build(BatchGetCommand)
      .requests(...keys.map((key) => AggregateItem.build(BatchGetRequest).key(key)))
      .options({ consistent }),
  )
  if (Object.keys(UnprocessedKeys).length > 0) throw new DomainError('busy', 'Table is contended; retry.')
  return (Responses?.[0] ?? []).map((item) => item?.state)
}

/** The response stored under an idempotency key, if any. */
export async function findAnswer(
  store: string,
  id: string,
): Promise<{ requestHash: string; answer: StoredAnswer } | undefined> {
  const { Item } = await AnswerItem.build(GetItemCommand)
    .key({ pk: itemKey('ANSWER', store, id), sk: 'ANSWER' })
    .options({ consistent: true })
    .send()
  return Item === undefined
    ? undefined
    : { requestHash: Item.requestHash, answer: unpack(Item.answer) as StoredAnswer }
}
