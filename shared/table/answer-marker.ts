/** The first response under an `Idempotency-Key`, written together with its change. */
export interface AnswerMarker {
  /** Fingerprint of principal, route and key. */
  readonly id: string
  readonly store: string
  /** Fingerprint of the request's content: the same key with another content is rejected. */
  readonly requestHash: string
  readonly answer: StoredAnswer
}

export interface StoredAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}
