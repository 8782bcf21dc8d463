/** Something that happened to an aggregate, without the state around it: the relay adds that. */
export interface Happened {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What every aggregate's state holds: whose it is, which one, and how often it has changed (the first is 1). */
export interface AggregateState {
  readonly store: string
  readonly id: string
  readonly version: number
}

/** What was decided: the state after, and what happened; with nothing happened, `next` is the state as it was. */
export interface Decision<S extends AggregateState> {
  readonly next: S
  readonly events: readonly Happened[]
}

/** Who or what brought a change about; travels into the envelope of its events. */
export interface Cause {
  readonly actor: { readonly type: 'client' | 'person' | 'system'; readonly id: string }
  readonly causationId: string
  readonly correlationId: string
}
