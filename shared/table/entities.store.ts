import { Entity } from 'dynamodb-toolbox/entity'
import { binary } from 'dynamodb-toolbox/schema/binary'
import { item } from 'dynamodb-toolbox/schema/item'
import { list } from 'dynamodb-toolbox/schema/list'
import { number } from 'dynamodb-toolbox/schema/number'
import { string } from 'dynamodb-toolbox/schema/string'
import { table } from './table.store.ts'

/**
 * The newest version of an aggregate. `outbox` is the slice that owns it and is there only when this version has
 * something to tell (the relay's stream filter asks for it); `happened` is packed: the events, their cause and time.
 * `body` is what came from outside, kept as it came beside the state and never told of. `ttl` (seconds) is when the
 * table drops it, where it does.
 */
export const AggregateItem = new Entity({
  name: 'aggregate',
  table,
  entityAttribute: false,
  timestamps: false,
  schema: item({
    pk: string().key(),
    sk: string().key(),
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

/** The first answer under an idempotency key; `ttl` (seconds) lets the table drop it after two days. */
export const AnswerItem = new Entity({
  name: 'answer',
  table,
  entityAttribute: false,
  timestamps: false,
  schema: item({
    pk: string().key(),
    sk: string().key(),
    requestHash: string(),
    answer: binary(),
    ttl: number(),
  }),
})

/** A principal (machine client or person) and the stores that it acts for. */
export const PrincipalItem = new Entity({
  name: 'principal',
  table,
  entityAttribute: false,
  timestamps: false,
  schema: item({ pk: string().key(), sk: string().key(), stores: list(string()) }),
})
