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
  /** External content stored beside the state, in the same write; no event carries it. */
  readonly body?: Uint8Array | undefined
}

/** The outcome of a commit: done, the aggregate exists already, or the idempotency key was answered already. */
export type CommitOutcome =
  | { readonly outcome: 'committed' }
  | { readonly outcome: 'exists'; readonly current: AggregateState }
  | { readonly outcome: 'answered'; readonly requestHash: string; readonly answer: StoredAnswer }

export interface CommitOptions {
  readonly at: string
  /** Stores the first response under an idempotency key, in the same write. */
  readonly marker?: AnswerMarker | undefined
  /** Also writes versions without events (such as a claim); they have no history. */
  readonly withoutEvents?: boolean
}

const answerTtlSeconds = 48 * 3600
const conflictRetries = 6

/** Pairs a decision with its kind (so that both have one type), and with content stored beside the state. */
export const change = <S extends AggregateState>(
  kind: AggregateKind<S>,
  decision: Decision<S>,
  body?: Uint8Array,
): Change => ({ kind, decision, body }) as unknown as Change

/**
 * Writes next versions, all or none, each on the condition that it was not changed since it was read.
 * One change without a marker is a plain conditional put; several share a transaction.
 * Errors: `stale-version` after a concurrent change, `busy` when the table stays contended.
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
 * A put on the condition that the item still has the version before, or does not exist yet; a failure returns the item.
 * This is the one hot put that is built by hand, not by dynamodb-toolbox: for the two puts of a new order the toolbox
 * takes as long as the SDK for the whole call. The entities still give the items their types.
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
    // The SDK retries when a response is lost: the item it then collides with may be the one it wrote.
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

/** A conflicting transaction takes a few milliseconds. */
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
 * Stores the response of a request that changed nothing, such as placing an existing order, so that its key too is bound
 * to its content. The outcome is `answered` when the key was used before.
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
    `Version ${decision.next.version - 1} was changed by another request; read it again.`,
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
    ? new DomainError('idempotency-in-flight', 'A request with this Idempotency-Key is in progress; retry.', {
        cause,
      })
    : new DomainError('busy', 'Table is contended; retry.', { cause })
