/** Types that the parts of the local cloud share; each part has its folder beside this file. */

/** A resource of the synthesised templates, with its references resolved. */
export interface CloudResource {
  readonly logicalId: string
  /** CloudFormation type, such as `AWS::SQS::Queue`. */
  readonly type: string
  /** Short name: the construct path without stack, `Resource` and `Default`, in kebab case, such as `items-api`. */
  readonly name: string
  /** What `Ref` gives on AWS (queue URL, table name, function name, ...). */
  readonly ref: string
  readonly arn: string
  /** Resolved: contains no `Ref`, `Fn::GetAtt`, `Fn::Sub`, ... */
  // oxlint-disable-next-line typescript/no-explicit-any -- a template's properties are open
  readonly properties: Record<string, any>
  readonly metadata: Record<string, unknown>
}

/** Result of an invocation. */
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false
      readonly fault: 'unhandled' | 'timeout' | 'crashed' | 'response-too-large' | 'throttled'
      readonly errorType: string
      readonly errorMessage: string
    }

/** The functions, addressed by ARN. */
export interface Functions {
  /** Invokes a function synchronously. */
  invoke(functionArn: string, event: unknown): Promise<InvokeResult>
  /** Invokes a function asynchronously: two retries, then its failure destination. */
  invokeAsync(functionArn: string, event: unknown): void
}

/** Time of the local cloud: real time plus what tests advance. */
export interface CloudClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `fire` after `ms` of this clock; returns a function that cancels it. */
  after(ms: number, fire: () => void): () => void
  /** Advances the time and fires due timers in order. */
  advance(ms: number): void
  /** Calls `listener` with the milliseconds of each advance, for parts with timers of their own; returns an unsubscribe. */
  onAdvance(listener: (ms: number) => void): () => void
  /** Offset from real time in milliseconds, shared with the workers (one Float64). */
  readonly shared: SharedArrayBuffer
}

/** A running part of the local cloud. */
export interface CloudPart {
  /**
   * Amount of work in progress or about to start; the cloud is idle when every part returns 0. Work that waits for
   * the clock (an invisible message, an asynchronous retry) does not count.
   */
  pending(): number | Promise<number>
  stop(): Promise<void>
}

/** Local endpoints of AWS services; functions get them as `AWS_ENDPOINT_URL_<SERVICE>`. */
export interface ServiceEndpoints {
  readonly dynamodb: string
  readonly sqs: string
  readonly s3: string
  readonly sns: string
  readonly events: string
  readonly sesv2: string
  readonly secretsManager: string
  readonly ssm: string
}
