/** What a topic requires: map the body, fetch the resource, nothing, or a person's attention. */
export type Need = 'body' | 'fetch' | 'nothing' | 'privacy' | 'unknown'

/** A platform's topics by what they require. */
export interface Topics {
  readonly body?: RegExp
  readonly fetch?: RegExp
  /** Topics about data that the suite does not store. */
  readonly nothing?: RegExp
  /** A person requests their data or its erasure: an analyst must answer. */
  readonly privacy?: RegExp
}

/** What a topic requires. */
export function needOf(topics: Topics, topic: string): Need {
  const needs = ['body', 'fetch', 'privacy', 'nothing'] as const
  return needs.find((need) => topics[need]?.test(topic) === true) ?? 'unknown'
}
