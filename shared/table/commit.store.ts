import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { InputItem } from 'dynamodb-toolbox/entity'
import type { AggregateState, Cause, Decision } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { retry } from '../retry.ts'
import { type AggregateKind, stateOf, toItem } from './aggregate.ts'
import type { AnswerMarker, StoredAnswer } from './answer-marker.ts'
import type { AggregateItem, AnswerItem } from './entities.store.ts'
import { itemKey } from './keys.ts'
import { pack, unpack } from './packed.ts'
import { documents, table } from './table.store.ts'

/** One aggregate's part of a commit. */
export interface Change<S extends AggregateState = AggregateState> {
  readonly kind: AggregateKind<S>
  readonly decision: Decision<S>
  /** Kept beside the state, in the same write; no event carries it. */
  readonly body?: Uint8Array | undefined
}

/** What a commit came to: done, or the first of its kind is already there, or its key was already answered. */
export type CommitOutcome =
  | { readonly outcome: 'committed' }
  | { readonly outcome: 'exists'; readonly current: AggregateState }
  | { readonly outcome: 'answered'; readonly requestHash: string; readonly answer: StoredAnswer }

export interface CommitOptions {
  readonly at: string
  /** Keeps the first answer under an idempotency key, in the same write. */
  readonly marker?: AnswerMarker | undefined
  /** Also writes versions in which nothing happened that anybody is told of (a claim); they get no history. */
  readonly withoutEvents?: boolean
}

const answerTtlSeconds = 48 * 3600
const conflictRetries = 6

/** Pairs a kind with a decision about it (keeps the two of one type), and with what is kept beside its state. */
export const change = <S extends AggregateState>(
  kind: AggregateKind<S>,
  decision: Decision<S>,
  body?: Uint8Array,
): Change => ({ kind, decision, body }) as unknown as Change

/**
 * Writes decided versions, all or none, each on the condition that nobody has changed it since it was read.
 * One change without a marker is a plain conditional put; several share a transaction.
 * Errors: `stale-version` when somebody was faster, `busy` when the table stays contended.
 */
export async function commit(
  changes: readonly Change[],
  cause: Cause,
  options: CommitOptions,
): Promise<CommitOutcome> {
  const real = changes.filter(({ decision }) => options.withoutEvents === true || decision.events.length > 0)
  const [only] = real
  if (only === undefined) return { outcome: 'committed' }
  if (real.length === 1 && options.marker === undefined) return putOne(only, cause, options)
  return putTogether(real, cause, options)
}

/**
 * A put that is refused, and then tells what is there, unless the item is still the version before (or none at all).
 * The entities say by their types what an item is; the put is not built by the toolbox, which takes as long for the two
 * of an order as the SDK for the whole call.
 */
const putOf = (item: InputItem<typeof AggregateItem> | InputItem<typeof AnswerItem>, version: number) => ({
  TableName: table.getName(),
  Item: item,
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  ...(version === 1
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': version - 1 } }),
})

async function putOne(one: Change, cause: Cause, { at }: CommitOptions): Promise<CommitOutcome> {
  const item = itemOf(one, cause, at)
  const put = new PutCommand(putOf(item, one.decision.next.version))
  try {
    await retryOnConflict(
      () => documents.send(put),
      (error) => error instanceof TransactionConflictException,
    )
    return { outcome: 'committed' }
  } catch (error) {
    // The SDK tries again when an answer is lost: what it then collides with may be what it wrote.
    if (error instanceof ConditionalCheckFailedException)
      return isOurs(item, error.Item) ? { outcome: 'committed' } : onCollision(one, error.Item)
    if (!(error instanceof TransactionConflictException)) throw error
    throw contended(false, error)
  }
}

const itemOf = ({ kind, decision, body }: Change, cause: Cause, at: string) => ({
  ...toItem(kind, decision, cause, at),
  ...(body === undefined ? {} : { body }),
})

/** A transaction that is in the way is over in some milliseconds. */
const retryOnConflict = <T>(send: () => Promise<T>, isTransient: (error: unknown) => boolean): Promise<T> =>
  retry(send, { tries: conflictRetries, delay: 10, isTransient })

function isOurs(item: ReturnType<typeof toItem>, raw: RawItem | undefined): boolean {
  if (raw === undefined || item.happened === undefined) return false
  const { version, happened } = unmarshall(raw)
  return (
    version === item.version &&
    happened instanceof Uint8Array &&
    Buffer.compare(happened, item.happened) === 0
  )
}

async function putTogether(
  changes: readonly Change[],
  cause: Cause,
  { at, marker }: CommitOptions,
): Promise<CommitOutcome> {
  const puts = changes.map((one) => putOf(itemOf(one, cause, at), one.decision.next.version))
  const marks = marker === undefined ? [] : [firstMarker(marker, at)]
  const together = { TransactItems: [...puts, ...marks].map((Put) => ({ Put })) }
  const failure = (error: TransactionCanceledException) => {
    const reasons = error.CancellationReasons ?? []
    const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed')
    const answered = marker === undefined ? undefined : reasons[changes.length]?.Item
    return { answered, collided: changes[failed], current: reasons[failed]?.Item }
  }
  const isConflict = (error: unknown): boolean => {
    if (!(error instanceof TransactionCanceledException)) return false
    const { answered, collided } = failure(error)
    return answered === undefined && collided === undefined
  }
  try {
    await retryOnConflict(() => documents.send(new TransactWriteCommand(together)), isConflict)
    return { outcome: 'committed' }
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const { answered, collided, current } = failure(error)
    if (answered !== undefined) return firstAnswer(answered)
    if (collided !== undefined) return onCollision(collided, current)
    throw contended(marker !== undefined, error)
  }
}

/**
 * Keeps the answer of a request that changed nothing, such as an order that was there already, so that its key too is
 * bound to its content. The outcome is `answered` when the key has been used before.
 */
export async function saveAnswer(marker: AnswerMarker, at: string): Promise<CommitOutcome> {
  try {
    await documents.send(new PutCommand(firstMarker(marker, at)))
    return { outcome: 'committed' }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error
    return firstAnswer(error.Item)
  }
}

const firstMarker = ({ store, id, requestHash, answer }: AnswerMarker, at: string) =>
  putOf(
    {
      pk: itemKey('ANSWER', store, id),
      sk: 'ANSWER',
      requestHash,
      answer: pack(answer),
      ttl: Math.floor(Date.parse(at) / 1000) + answerTtlSeconds,
    },
    1,
  )

type RawItem = Parameters<typeof unmarshall>[0]

function onCollision({ decision }: Change, raw: RawItem | undefined): CommitOutcome {
  if (decision.next.version === 1 && raw !== undefined) {
    return { outcome: 'exists', current: stateOf(unmarshall(raw)['state'] as Uint8Array) }
  }
  throw new DomainError(
    'stale-version',
    `version ${decision.next.version - 1} was read, but it has been changed since`,
  )
}

function firstAnswer(raw: RawItem): CommitOutcome {
  const { requestHash, answer } = unmarshall(raw)
  return {
    outcome: 'answered',
    requestHash: requestHash as string,
    answer: unpack(answer as Uint8Array) as StoredAnswer,
  }
}

const contended = (underKey: boolean, cause: unknown): DomainError =>
  underKey
    ? new DomainError(
        'idempotency-in-flight',
        'a request with this Idempotency-Key is still under way; try again',
        { cause },
      )
    : new DomainError('busy', 'the table is contended at the moment; try again', { cause })
