import { Agent, request } from 'node:http'

/** A message for a queue. */
export interface QueueMessage {
  readonly body: string
  /** String message attributes by name. */
  readonly attributes?: Readonly<Record<string, string>>
  /** For FIFO queues. */
  readonly groupId?: string
}

/** Sends a message to a queue; rejects with an Error whose `name` is the code of SQS's error. */
export type SendMessage = (queueArn: string, message: QueueMessage) => Promise<void>

/** Sends messages to the queues behind an SQS endpoint. */
export interface QueueSender {
  readonly send: SendMessage
  /** From now on the queue lets nobody send, as when its policy was lost; until `allow`. */
  deny(queueArn: string): void
  allow(queueArn: string): void
  /** Throws what SQS would say when the queue lets nobody send. */
  check(queueArn: string): void
  stop(): void
}

interface Waiting {
  readonly message: QueueMessage
  readonly bytes: number
  readonly done: () => void
  readonly fail: (error: Error) => void
}

interface Lane {
  readonly queueUrl: string
  readonly waiting: Waiting[]
  batchesUnderWay: number
  scheduled: boolean
}

interface BatchAnswer {
  readonly Failed?: readonly { readonly Id: string; readonly Code: string; readonly Message?: string }[]
}

const BATCH_MESSAGES = 10
const BATCH_BYTES = 256 * 1024
/** So that one slow call does not hold up its queue. */
const BATCHES_AT_ONCE = 4

/**
 * Makes a sender that gathers what is sent to a queue at about the same time into calls of SendMessageBatch.
 *
 * @param endpoint base URL of SQS
 * @param caller access key id that the calls carry, by which the fault plan knows who calls
 */
export function createQueueSender({ endpoint, caller }: { endpoint: string; caller: string }): QueueSender {
  const agent = new Agent({ keepAlive: true })
  const lanes = new Map<string, Lane>()
  const denied = new Set<string>()
  const call = (body: unknown) => callSqs(endpoint, agent, caller, body)

  function check(queueArn: string): void {
    if (denied.has(queueArn)) throw codedError('AccessDenied', `Access to ${queueArn} is denied`)
  }

  async function send(queueArn: string, message: QueueMessage): Promise<void> {
    check(queueArn)
    const lane = lanes.get(queueArn) ?? openLane(queueArn)
    return new Promise((done, fail) => {
      lane.waiting.push({ message, bytes: messageSize(message), done, fail })
      if (lane.scheduled) return
      lane.scheduled = true
      setImmediate(() => {
        lane.scheduled = false
        flush(lane)
      })
    })
  }

  function openLane(queueArn: string): Lane {
    const [account, name] = queueArn.split(':').slice(4)
    const lane = {
      queueUrl: `${endpoint}/${account}/${name}`,
      waiting: [],
      batchesUnderWay: 0,
      scheduled: false,
    }
    lanes.set(queueArn, lane)
    return lane
  }

  function flush(lane: Lane): void {
    while (lane.waiting.length > 0 && lane.batchesUnderWay < BATCHES_AT_ONCE) {
      const batch = takeBatch(lane.waiting)
      lane.batchesUnderWay += 1
      void sendBatch(lane.queueUrl, batch, call).finally(() => {
        lane.batchesUnderWay -= 1
        flush(lane)
      })
    }
  }

  return {
    send,
    check,
    deny: (queueArn) => void denied.add(queueArn),
    allow: (queueArn) => void denied.delete(queueArn),
    stop: () => agent.destroy(),
  }
}

function messageSize({ body, attributes }: QueueMessage): number {
  const pairs = Object.entries(attributes ?? {})
  return pairs.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + value) + 6,
    Buffer.byteLength(body),
  )
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0
  let count = 0
  while (count < BATCH_MESSAGES && count < waiting.length) {
    bytes += waiting[count]!.bytes
    if (bytes > BATCH_BYTES && count > 0) break
    count += 1
  }
  return waiting.splice(0, count)
}

async function sendBatch(
  queueUrl: string,
  batch: readonly Waiting[],
  call: (body: unknown) => Promise<BatchAnswer>,
): Promise<void> {
  try {
    const entries = batch.map(({ message }, index) => toEntry(message, index))
    const { Failed: failed = [] } = await call({ QueueUrl: queueUrl, Entries: entries })
    const failures = new Map(failed.map((failure) => [failure.Id, failure]))
    batch.forEach((one, index) => {
      const failure = failures.get(`m${index}`)
      if (failure) one.fail(codedError(failure.Code, failure.Message ?? failure.Code))
      else one.done()
    })
  } catch (error) {
    for (const one of batch) one.fail(error as Error)
  }
}

function toEntry({ body, attributes, groupId }: QueueMessage, index: number): object {
  return {
    Id: `m${index}`,
    MessageBody: body,
    ...(attributes && {
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      ),
    }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
  }
}

function callSqs(endpoint: string, agent: Agent, caller: string, body: unknown): Promise<BatchAnswer> {
  const payload = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const call = request(
      endpoint,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(payload),
          'x-amz-target': 'AmazonSQS.SendMessageBatch',
          authorization: `AWS4-HMAC-SHA256 Credential=${caller}/20260101/us-east-1/sqs/aws4_request`,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          try {
            resolve(readAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString()))
          } catch (error) {
            reject(error)
          }
        })
      },
    )
    call.on('error', reject)
    call.end(payload)
  })
}

function readAnswer(status: number, text: string): BatchAnswer {
  if (status === 200) return JSON.parse(text) as BatchAnswer
  let error: { __type?: string; message?: string } = {}
  try {
    error = JSON.parse(text) as typeof error
  } catch {
    // A proxy in between may answer in words of its own; the status says enough.
  }
  const code = error.__type?.split('#').at(-1) ?? (status >= 500 ? 'ServiceUnavailable' : 'BadRequest')
  throw codedError(code, error.message ?? `SQS answered ${status}`)
}

function codedError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: code })
}
