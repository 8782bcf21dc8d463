/** Messages between the main thread and a function's worker. */

/** Start data of a worker. */
export interface WorkerSettings {
  /** Folder of the bundle. */
  readonly directory: string
  /** `<file>.<export>`, such as `index.handler`. */
  readonly handler: string
  readonly functionArn: string
  /** Offset of the cloud's clock; see `CloudClock.shared`. */
  readonly clock: SharedArrayBuffer
}

/** One event to run. */
export interface ToWorker {
  readonly requestId: string
  /** JSON. */
  readonly event: string
  readonly remainingMs: number
  readonly traceId: string
}

interface Thrown {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'not-ready' } & Thrown)
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** `payload` is JSON. */
  | { readonly kind: 'answer'; readonly payload: string }
  | ({ readonly kind: 'failed' } & Thrown)
