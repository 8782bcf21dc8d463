/** The words that the parts of the local cloud share; each part is a file beside this one. */

/** One resource of the synthesised templates, its references resolved. */
export interface CloudResource {
  readonly logicalId: string
  /** CloudFormation type, such as `AWS::SQS::Queue`. */
  readonly type: string
  /** Short name: the construct path without the stack and without `Resource`/`Default`, joined by `-`, such as `orders-api`. */
  readonly name: string
  /** What `Ref` gives on AWS (queue URL, table name, function name, ...). */
  readonly ref: string
  readonly arn: string
  /** Resolved: no `Ref`, `Fn::GetAtt`, `Fn::Sub`, ... is left. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a template's properties are open
  readonly properties: Record<string, any>
  readonly metadata: Record<string, unknown>
}

/** What an invocation of a function came to. */
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false
      readonly fault: 'unhandled' | 'timeout' | 'crashed' | 'response-too-large' | 'throttled'
      readonly errorType: string
      readonly errorMessage: string
    }

/** The functions of the suite, addressed by their ARN. */
export interface Functions {
  /** Runs a function and waits for its answer, as a synchronous invocation does. */
  invoke(functionArn: string, event: unknown): Promise<InvokeResult>
  /** Queues an event, as an asynchronous invocation does: two more tries, then the on-failure destination. */
  invokeAsync(functionArn: string, event: unknown): void
}

/** The time of the local cloud: real time plus what tests have advanced it by. */
export interface CloudClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `fire` once `ms` of this clock's time have passed; returns what cancels it. */
  after(ms: number, fire: () => void): () => void
  /** Moves the time on; timers that come due fire, in order. */
  advance(ms: number): void
  /** Calls `listener` after each advance with its milliseconds; returns what ends that. For parts with timers of their own. */
  onAdvance(listener: (ms: number) => void): () => void
  /** The offset from real time in milliseconds, shared with the workers (one Float64). */
  readonly shared: SharedArrayBuffer
}

/** A running part of the local cloud. */
export interface CloudPart {
  /**
   * How many pieces of work are under way or about to be; the cloud is idle when all parts say 0. What a long wait by
   * the clock separates from its next try (a message that is not visible, an asynchronous retry) does not count.
   */
  pending(): number | Promise<number>
  stop(): Promise<void>
}

/** Where AWS services answer locally; handed to the functions as `AWS_ENDPOINT_URL_<SERVICE>`. */
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
