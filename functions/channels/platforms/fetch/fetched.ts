/** The documents fetched for one resource, by name, ready to be mapped. */
export interface Fetched {
  readonly about: 'order' | 'shipment' | 'claim' | 'question' | 'message' | 'payment'
  readonly documents: Readonly<Record<string, unknown>>
  /** Fields that the platform could not provide this time, such as `order.feedback`. */
  readonly missing: readonly string[]
}

/** A change at a platform, as the platform's own call would have reported it. */
export interface Change {
  readonly topic: string
  readonly resource: string
  /** The order that changed, when it is one. */
  readonly externalId?: string | undefined
  /** When the platform last changed it, in the platform's format. */
  readonly changedAt: string
  /** The dedupe key of the platform's own call, when it can be derived: the change is then saved once. */
  readonly dedupeKey?: string
  /** The body that the platform's call would have had. */
  readonly body: string
}
