import { Entity } from 'dynamodb-toolbox/entity'
import { binary } from 'dynamodb-toolbox/schema/binary'
import { item } from 'dynamodb-toolbox/schema/item'
import { list } from 'dynamodb-toolbox/schema/list'
import { number } from 'dynamodb-toolbox/schema/number'
import { string } from 'dynamodb-toolbox/schema/string'
import { keys, table } from './table.store.ts'

/*
 * Every kind of item that shared code reads or writes; a slice declares its own in its `.store`. Keys come from
 * the register (keys.ts), and an aggregate's lists from its kind (aggregate.ts).
 */

/** No item carries the entity's name or its times: each attribute costs write units. */
const plain = { entityAttribute: false, timestamps: false } as const

/** How an entity of the table is declared: without the attributes that the toolbox adds. */
export const inTable = { ...plain, table } as const
/** The same for the table of record keys. */
const inKeys = { ...plain, table: keys } as const

const primaryKey = { pk: string().key(), sk: string().key() }

/**
 * The newest version of an aggregate. `outbox` is the slice that owns it; only a version with events has it, since the
 * relay's stream filter asks for it. `happened` is packed: the events, their cause and time. `body` is external content
 * stored beside the state; no event carries it. `ttl` (seconds since 1970) is when the table drops the item.
 */
export const AggregateItem = new Entity({
  ...inTable,
  name: 'aggregate',
  schema: item({
    ...primaryKey,
    version: number(),
    outbox: string().optional(),
    happened: binary().optional(),
    state: binary(),
    body: binary().optional(),
    gsi1pk: string().optional(),
    gsi1sk: string().optional(),
    gsi2pk: string().optional(),
    gsi2sk: string().optional(),
    ttl: number().optional(),
  }),
})

/** What a list reads of an aggregate: both indexes project keys only. */
export const ListEntry = new Entity({
  ...inTable,
  name: 'list-entry',
  schema: item({ ...primaryKey, gsi1sk: string().optional(), gsi2sk: string().optional() }),
})

/** An event in an aggregate's history, packed; personal data in it is sealed apart. */
export const HistoryItem = new Entity({
  ...inTable,
  name: 'history',
  schema: item({
    ...primaryKey,
    event: binary(),
    sealed: binary().optional(),
    ttl: number().optional(),
  }),
})

/** The first response under an idempotency key; `ttl` (seconds since 1970) lets the table drop it after two days. */
export const AnswerItem = new Entity({
  ...inTable,
  name: 'answer',
  schema: item({ ...primaryKey, requestHash: string(), answer: binary(), ttl: number() }),
})

/** The last number taken of a store's series. */
export const SeriesItem = new Entity({
  ...inTable,
  name: 'series',
  schema: item({ ...primaryKey, last: number() }),
})

/** A principal (machine client or person) and the stores that it acts for. */
export const PrincipalItem = new Entity({
  ...inTable,
  name: 'principal',
  schema: item({ ...primaryKey, stores: list(string()) }),
})

/** A store to which a principal was ever bound: `sk` is the store. */
export const EnrolledStoreItem = new Entity({
  ...inTable,
  name: 'enrolled-store',
  schema: item(primaryKey),
})

/** One node set of a store's tree of record keys; `nodes` is packed. */
export const RecordKeysItem = new Entity({
  ...inKeys,
  name: 'record-keys',
  schema: item({ ...primaryKey, version: number(), nodes: binary() }),
})

/** A record that was erased: `sk` is its type and id. */
export const ErasedRecordItem = new Entity({
  ...inKeys,
  name: 'erased-record',
  schema: item({ ...primaryKey, erasedAt: string() }),
})

/** A keyed hash (`sk`) of a document or address of a person who was erased. */
export const ErasedPersonItem = new Entity({
  ...inKeys,
  name: 'erased-person',
  schema: item({ ...primaryKey, requestId: string(), erasedAt: string() }),
})
