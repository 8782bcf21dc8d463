import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import type { AttributeValue } from 'aws-lambda'
import { env, optionalEnv } from '../../shared/env.ts'
import { callJsonService } from '../../shared/json-service.client.ts'
import { documents, table } from '../../shared/table/table.store.ts'

/** A range of records in the table's stream, with its shard if known. */
export interface StreamRange {
  readonly shardId?: string
  /** Sequence number of the first and of the last record. */
  readonly first: string
  readonly last: string
}

type Image = Readonly<Record<string, AttributeValue>>

interface Shard {
  readonly ShardId: string
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber?: string
    readonly EndingSequenceNumber?: string
  }
}

interface Records {
  readonly Records?: readonly {
    readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage?: Image }
  }[]
  readonly NextShardIterator?: string
}

/** A shard can have empty pages in its middle; this many in a row mean its end. */
const emptyPages = 20

/** The new images of a stream range; undefined when the stream has dropped them (after 24 hours). */
export async function imagesAt({ shardId, first, last }: StreamRange): Promise<Image[] | undefined> {
  const StreamArn = await streamArn()
  const shard = shardId ?? (await shardWith(StreamArn, first))
  if (shard === undefined) return undefined
  try {
    const { ShardIterator } = await call('GetShardIterator', {
      StreamArn,
      ShardId: shard,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: first,
    })
    return await readUntil(ShardIterator as string, last)
  } catch (error) {
    if (/TrimmedDataAccess|ResourceNotFound/.test(String(error))) return undefined
    throw error
  }
}

async function readUntil(iterator: string, last: string): Promise<Image[]> {
  const images: Image[] = []
  let next: string | undefined = iterator
  for (let empty = 0; next !== undefined && empty < emptyPages; ) {
    const { Records = [], NextShardIterator }: Records = await call('GetRecords', { ShardIterator: next })
    for (const { dynamodb } of Records) {
      if (BigInt(dynamodb.SequenceNumber) > BigInt(last)) return images
      if (dynamodb.NewImage !== undefined) images.push(dynamodb.NewImage)
      if (dynamodb.SequenceNumber === last) return images
    }
    empty = Records.length === 0 ? empty + 1 : 0
    next = NextShardIterator
  }
  return images
}

async function streamArn(): Promise<string> {
  const { Table } = await documents.send(new DescribeTableCommand({ TableName: table.getName() }))
  if (Table?.LatestStreamArn === undefined) throw new Error('The table has no stream.')
  return Table.LatestStreamArn
}

async function shardWith(StreamArn: string, sequence: string): Promise<string | undefined> {
  const wanted = BigInt(sequence)
  let after: string | undefined
  do {
    const { StreamDescription } = await call('DescribeStream', {
      StreamArn,
      ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
    })
    const { Shards = [], LastEvaluatedShardId } = StreamDescription as {
      readonly Shards?: readonly Shard[]
      readonly LastEvaluatedShardId?: string
    }
    const found = Shards.find(({ SequenceNumberRange: { StartingSequenceNumber, EndingSequenceNumber } }) => {
      const begun = BigInt(StartingSequenceNumber ?? 0) <= wanted
      return begun && (EndingSequenceNumber === undefined || wanted <= BigInt(EndingSequenceNumber))
    })
    if (found !== undefined) return found.ShardId
    after = LastEvaluatedShardId
  } while (after !== undefined)
  return undefined
}

const call = (operation: string, input: object): Promise<Record<string, unknown>> =>
  callJsonService({
    service: 'dynamodb',
    endpoint:
      optionalEnv('AWS_ENDPOINT_URL_DYNAMODB_STREAMS') ??
      `https://streams.dynamodb.${env('AWS_REGION')}.amazonaws.com`,
    target: `DynamoDBStreams_20120810.${operation}`,
    protocol: '1.0',
    input,
  })
