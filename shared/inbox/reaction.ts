import type { EventDefinition, EventOf } from '../../events/envelope.ts'
import type { Cause } from '../decision.ts'

/** An event of an AWS service on the account's default bus, such as S3's `Object Created`. */
export interface AwsEvent {
  readonly source: string
  readonly 'detail-type': string
  readonly time: string
  readonly id: string
  readonly detail: unknown
}

export interface ReactionContext {
  /** The time of this run, UTC ISO-8601. */
  readonly now: string
  /** The cause of this reaction's changes: the event that it reacts to. */
  readonly cause: Cause
}

/** A reaction to events of the suite; the rule of the slice's queue derives from `on`. */
export interface Reaction {
  readonly name: string
  readonly on: readonly EventDefinition[]
  readonly run: (event: never, context: ReactionContext) => Promise<void>
}

/** A reaction to events of an AWS service. */
export interface AwsReaction {
  readonly name: string
  readonly onAws: {
    readonly source: string
    readonly detailType: string
    /** An event pattern for the detail, if only some of these events are wanted; others are not delivered. */
    readonly detail?: Readonly<Record<string, unknown>>
  }
  readonly run: (event: AwsEvent, context: ReactionContext) => Promise<void>
}

export type AnyReaction = Reaction | AwsReaction

/** Defines a reaction: it runs at least once for each event, in any order, so its effects must be idempotent. */
export const reaction = <const D extends readonly EventDefinition[]>(definition: {
  readonly name: string
  readonly on: D
  readonly run: (event: EventOf<D[number]>, context: ReactionContext) => Promise<void>
}): Reaction => definition

/** Defines a reaction to an AWS service's event. */
export const awsReaction = (definition: AwsReaction): AwsReaction => definition
