import { Agent, request } from 'node:http'

/** A record of a DynamoDB stream, as the API and Lambda show it. */
export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventVersion: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly NewImage?: object
    readonly OldImage?: object
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
}

/** Start position in a shard. */
export type Position = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string }

/** Reads the stream of a table, parent shards before their children. */
export interface StreamReader {
  /** Local ARN of the stream. */
  readonly streamArn: string
  /** Name of the table's hash key. */
  readonly hashKey: string
  /** Reads each shard once; resolves to the number of records. */
  read(): Promise<number>
  close(): void
}

export interface StreamReaderOptions {
  /** Endpoint of DynamoDB Local. */
  readonly endpoint: string
  readonly table: string
  /** Start position in existing shards; later shards are read from their beginning. */
  readonly startAt: (shardId: string) => Position
  readonly onRecords: (shardId: string, records: readonly StreamRecord[]) => void
}

interface Shard {
  readonly ShardId: string
  readonly ParentShardId?: string
}

interface Cursor {
  iterator: string
  lastSequence: string | undefined
}

const STREAMS = 'DynamoDBStreams_20120810'
const TABLES = 'DynamoDB_20120810'
/** Maximum number of records of GetRecords. */
const RECORDS_LIMIT = 1000
/** An iterator lives 15 minutes; DynamoDB Local also opens new shards, hours apart. */
const LOOK_FOR_SHARDS_MS = 60_000

/** Opens the stream of a table; throws when the table has none. */
export async function openStream(options: StreamReaderOptions): Promise<StreamReader> {
  const { endpoint, table, startAt, onRecords } = options
  const agent = new Agent({ keepAlive: true })
  const call = <T>(target: string, body: unknown): Promise<T> => callDynamoDb(endpoint, agent, target, body)
  const { Table } = await call<{
    Table: { LatestStreamArn?: string; KeySchema: { AttributeName: string }[] }
  }>(`${TABLES}.DescribeTable`, { TableName: table })
  const streamArn = Table.LatestStreamArn
  if (streamArn === undefined) throw new Error(`Table ${table} has no stream`)

  const cursors = new Map<string, Cursor>()
  const finished = new Set<string>()
  let lookedAt = 0
  await openShards(startAt)

  async function openShards(positionOf: (shardId: string) => Position): Promise<void> {
    lookedAt = Date.now()
    const shards = await allShards()
    const present = new Set(shards.map(({ ShardId }) => ShardId))
    for (const { ShardId, ParentShardId } of shards) {
      if (cursors.has(ShardId) || finished.has(ShardId)) continue
      const parentUnread =
        ParentShardId !== undefined && present.has(ParentShardId) && !finished.has(ParentShardId)
      if (parentUnread) continue
      const position = positionOf(ShardId)
      const lastSequence = typeof position === 'object' ? position.after : undefined
      cursors.set(ShardId, { iterator: await iteratorAt(ShardId, position), lastSequence })
    }
  }

  async function allShards(): Promise<Shard[]> {
    const shards: Shard[] = []
    let from: string | undefined
    do {
      const { StreamDescription } = await call<{
        StreamDescription: { Shards: Shard[]; LastEvaluatedShardId?: string }
      }>(`${STREAMS}.DescribeStream`, { StreamArn: streamArn, ExclusiveStartShardId: from })
      shards.push(...StreamDescription.Shards)
      from = StreamDescription.LastEvaluatedShardId
    } while (from !== undefined)
    return shards
  }

  async function iteratorAt(shardId: string, position: Position): Promise<string> {
    const where =
      typeof position === 'object'
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after }
        : { ShardIteratorType: position }
    const answer = await call<{ ShardIterator: string }>(`${STREAMS}.GetShardIterator`, {
      StreamArn: streamArn,
      ShardId: shardId,
      ...where,
    })
    return answer.ShardIterator
  }

  async function read(): Promise<number> {
    if (cursors.size === 0 || Date.now() - lookedAt > LOOK_FOR_SHARDS_MS)
      await openShards(() => 'TRIM_HORIZON')
    let count = 0
    for (const [shardId, cursor] of cursors) count += await readShard(shardId, cursor)
    return count
  }

  async function readShard(shardId: string, cursor: Cursor): Promise<number> {
    const answer = await getRecords(shardId, cursor)
    if (answer.Records.length > 0) {
      cursor.lastSequence = answer.Records.at(-1)!.dynamodb.SequenceNumber
      onRecords(shardId, answer.Records)
    }
    if (answer.NextShardIterator !== undefined) {
      cursor.iterator = answer.NextShardIterator
    } else {
      // The shard is closed and fully read: read its children.
      cursors.delete(shardId)
      finished.add(shardId)
      await openShards(() => 'TRIM_HORIZON')
    }
    return answer.Records.length
  }

  async function getRecords(shardId: string, cursor: Cursor) {
    type Answer = { Records: StreamRecord[]; NextShardIterator?: string }
    const get = () =>
      call<Answer>(`${STREAMS}.GetRecords`, { ShardIterator: cursor.iterator, Limit: RECORDS_LIMIT })
    try {
      return await get()
    } catch (error) {
      cursor.iterator = await iteratorAt(shardId, wherever(error as Error, shardId, cursor))
      return get()
    }
  }

  /** Position to continue from when an iterator has expired; throws any other error. */
  function wherever(error: Error, shardId: string, { lastSequence }: Cursor): Position {
    // DynamoDB Local shares sequence numbers between tables, so the iterator of an empty shard points before its first
    // record, which then counts as trimmed. Records that were really trimmed are lost as well.
    if (error.name === 'TrimmedDataAccessException') return 'TRIM_HORIZON'
    // An iterator expires by age (a laptop that slept), not by its records.
    if (error.name !== 'ExpiredIteratorException') throw error
    return lastSequence === undefined ? startAt(shardId) : { after: lastSequence }
  }

  return { streamArn, hashKey: Table.KeySchema[0]!.AttributeName, read, close: () => agent.destroy() }
}

/** A call of the JSON 1.0 protocol. DynamoDB Local reads the credential's scope, but checks no signature. */
function callDynamoDb<T>(endpoint: string, agent: Agent, target: string, body: unknown): Promise<T> {
  const payload = JSON.stringify(body)
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(payload),
    'x-amz-target': target,
    authorization:
      'AWS4-HMAC-SHA256 Credential=cloud/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  }
  return new Promise((resolve, reject) => {
    const call = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(JSON.parse(text) as T)
        else reject(callError(target, text))
      })
    })
    call.on('error', (failure) => {
      // The server closed an idle connection just as it was reused; a read can be repeated.
      if (call.reusedSocket) callDynamoDb<T>(endpoint, agent, target, body).then(resolve, reject)
      else reject(failure)
    })
    call.end(payload)
  })
}

function callError(target: string, text: string): Error {
  const code = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1] ?? 'Error'
  return Object.assign(new Error(`${target} failed: ${text}`), { name: code })
}
