/** An event as a decision makes it; the relay adds the envelope and the snapshot. */
export interface Happened {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Fields of every aggregate's state: its id, its store, and its version (the first is 1). */
export interface AggregateState {
  readonly store: string
  readonly id: string
  readonly version: number
}

/** The result of a decision: the next state and its events. Without events, `next` is the current state. */
export interface Decision<S extends AggregateState> {
  readonly next: S
  readonly events: readonly Happened[]
}

/** Who or what caused a change; part of the envelope of its events. */
export interface Cause {
  readonly actor: { readonly type: 'client' | 'person' | 'system'; readonly id: string }
  readonly causationId: string
  readonly correlationId: string
}
