/** What was fetched of one thing that a platform told of: payloads by what they are, ready to be mapped. */
export interface Fetched {
  readonly about: 'order' | 'shipment' | 'claim' | 'question' | 'message' | 'payment'
  readonly documents: Readonly<Record<string, unknown>>
  /** What the platform could not tell this time, such as `order.feedback`. */
  readonly missing: readonly string[]
}

/** Something that changed at a platform, as its own call would have told it. */
export interface Change {
  readonly topic: string
  readonly resource: string
  /** The order that it is about, when it is about one. */
  readonly externalId?: string | undefined
  /** When the platform last changed it, as the platform writes it. */
  readonly changedAt: string
  /** What the platform's own call about it is known by, where that can be told: it is then taken in once. */
  readonly dedupeKey?: string
  /** What the platform's call would have had as its body. */
  readonly body: string
}
