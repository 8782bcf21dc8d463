import { setTimeout as delay } from 'node:timers/promises'
import { DeleteItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { createClock } from '../../../infra/local/clock.ts'
import type { CloudResource } from '../../../infra/local/contracts.ts'
import { createFaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'
import { createTables, startDynamoDb } from '../../../infra/local/storage/dynamodb.ts'
import { startStreamSources } from '../../../infra/local/streams/stream-source.ts'
import { PK_SK, startTestTable, type TestTable } from '../../support/dynamodb.ts'
import { functionsThat } from '../../support/functions.ts'
import { resource } from '../../support/suite/resources.ts'
import { settled, until } from '../../support/suite/settled.ts'

const POISON = 'poison'

interface StreamEvent {
  Records: {
    eventName: string
    eventSourceARN: string
    dynamodb: { SequenceNumber: string; Keys: { pk: { S: string }; sk: { S: string } } }
  }[]
}

type Handler = (event: StreamEvent) => unknown

let table: TestTable
let stopSources: () => Promise<void> = () => Promise.resolve()

beforeEach(async () => {
  table = await startTestTable()
})

afterEach(async () => {
  await stopSources()
  await table.stop()
})

/** Starts a mapping of the table's stream to a function. */
async function aMapping(
  properties: CloudResource['properties'],
  run: Handler,
  rules: FaultRule[] = [],
  endpoint = table.endpoint,
) {
  const clock = createClock()
  const documents: { arn: string; document: PointerDocument }[] = []
  const fn = resource('AWS::Lambda::Function', 'outbox-relay')
  const queue = resource('AWS::SQS::Queue', 'relay-failures')
  const mapping = resource('AWS::Lambda::EventSourceMapping', 'relay-mapping', {
    EventSourceArn: streamArn(),
    FunctionName: fn.ref,
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
    ...properties,
  })
  const sources = await startStreamSources({
    resources: [fn, queue, mapping],
    endpoint,
    functions: functionsThat(run),
    clock,
    onFailure: (arn, document) => void documents.push({ arn, document: JSON.parse(document) }),
    faults: createFaultPlan(rules, 1),
  })
  stopSources = sources.stop
  return { sources, clock, documents, queue, fn }
}

interface PointerDocument {
  requestContext: object
  responseContext: object
  DDBStreamBatchInfo: { batchSize: number; startSequenceNumber: string; endSequenceNumber: string }
}

const streamArn = () => `arn:aws:dynamodb:us-east-1:000000000000:table/${table.name}/stream/local`

async function put(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const [pk, sk = '0'] = key.split('/')
    await table.client.send(
      new PutItemCommand({ TableName: table.name, Item: { pk: { S: pk! }, sk: { S: sk }, n: { N: '1' } } }),
    )
  }
}

/** Writes items so that the stream shows them at one instant. */
async function putTogether(...keys: string[]): Promise<void> {
  const actions = keys.map((pk) => ({
    Put: { TableName: table.name, Item: { pk: { S: pk }, sk: { S: '0' } } },
  }))
  await table.client.send(new TransactWriteItemsCommand({ TransactItems: actions }))
}

const keysOf = (event: StreamEvent) => event.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S)

/** A function that records its input and throws at the poison record. */
function recording(answer: Handler = () => null) {
  const batches: string[][] = []
  const run: Handler = (event) => {
    batches.push(keysOf(event))
    return answer(event)
  }
  const throwing: Handler = (event) => {
    run(event)
    if (keysOf(event).includes(POISON)) throw new Error('poisoned')
    return null
  }
  return { batches, run, throwing }
}

const reportPoison: Handler = ({ Records }) => ({
  batchItemFailures: Records.filter(({ dynamodb }) => dynamodb.Keys.pk.S === POISON).map(({ dynamodb }) => ({
    itemIdentifier: dynamodb.SequenceNumber,
  })),
})

describe('a stream record', () => {
  it('has the shape of a Lambda record, binary values as base64', async () => {
    const events: StreamEvent[] = []
    const { sources, clock } = await aMapping({}, (event) => void events.push(event))
    const item = { pk: { S: 'a' }, sk: { S: 'b' }, bytes: { B: Buffer.from('hi') } }
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: item }))
    await table.client.send(
      new DeleteItemCommand({ TableName: table.name, Key: { pk: item.pk, sk: item.sk } }),
    )
    await settled(sources)

    const image = { pk: { S: 'a' }, sk: { S: 'b' }, bytes: { B: 'aGk=' } }
    const common = {
      eventID: expect.any(String),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: streamArn(),
    }
    const change = {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { pk: { S: 'a' }, sk: { S: 'b' } },
      SequenceNumber: expect.any(String),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    }
    const records = events.flatMap((event) => event.Records)
    expect(records).toEqual([
      { ...common, eventName: 'INSERT', dynamodb: { ...change, NewImage: image } },
      { ...common, eventName: 'REMOVE', dynamodb: { ...change, OldImage: image } },
    ])
    const age =
      clock.now() / 1000 - (records[0]!.dynamodb as unknown as typeof change).ApproximateCreationDateTime
    expect(Math.abs(age)).toBeLessThan(60)
  })
})

describe('batches of a stream', () => {
  it('hold no more than the batch size, in order', async () => {
    const { batches, run } = recording()
    const { sources } = await aMapping({ BatchSize: 3 }, run)
    await putTogether('a', 'b', 'c', 'd', 'e', 'f', 'g')
    await settled(sources)

    expect(batches.flat()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(3)
  })

  it('gather for the batching window', async () => {
    const { batches, run } = recording()
    const { sources, clock } = await aMapping({ MaximumBatchingWindowInSeconds: 300 }, run)
    await put('a')
    await until('the record is read', async () => (await sources.pending()) === 1)
    await put('b')
    await until('both are read', async () => (await sources.pending()) === 2)
    expect(batches).toEqual([])

    clock.advance(300_000)
    await settled(sources)

    expect(batches).toEqual([['a', 'b']])
  })

  it('do not wait for the window when they are full', async () => {
    const { batches, run } = recording()
    const { sources } = await aMapping({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 }, run)
    await putTogether('a', 'b')
    await settled(sources)
    expect(batches).toEqual([['a', 'b']])
  })

  it('hold only records that match a filter', async () => {
    const { batches, run } = recording()
    const onlyGood = {
      Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: ['good'] } } } }),
    }
    const { sources } = await aMapping({ FilterCriteria: { Filters: [onlyGood] } }, run)
    await put('bad', 'good', 'worse')
    await settled(sources)
    expect(batches.flat()).toEqual(['good'])
  })

  it('start with records written after the mapping when they start at LATEST', async () => {
    const { batches, run } = recording()
    await put('before')
    const { sources } = await aMapping({ StartingPosition: 'LATEST' }, run)
    await put('after')
    await settled(sources)
    expect(batches.flat()).toEqual(['after'])
  })

  it('start with the first record, even after writes to other tables', async () => {
    const { batches, run } = recording()
    const { sources } = await aMapping({}, run)
    await settled(sources)
    const other = await startTestTable()
    await other.client.send(
      new PutItemCommand({ TableName: other.name, Item: { pk: { S: 'other' }, sk: { S: '0' } } }),
    )
    await put('first', 'second')
    await settled(sources)
    await other.stop()
    expect(batches.flat()).toEqual(['first', 'second'])
  })

  it('run in parallel with a parallelization factor, each key in order', async () => {
    const seen: string[] = []
    let atOnce = 0
    let mostAtOnce = 0
    const { sources } = await aMapping({ BatchSize: 1, ParallelizationFactor: 4 }, async ({ Records }) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce)
      await delay(2)
      seen.push(...Records.map(({ dynamodb: { Keys } }) => `${Keys.pk.S}/${Keys.sk.S}`))
      atOnce--
    })
    const written = ['1', '2', '3'].flatMap((sk) => ['a', 'b', 'c', 'd', 'e', 'f'].map((pk) => `${pk}/${sk}`))
    await put(...written)
    await settled(sources)

    expect(seen.toSorted()).toEqual(written.toSorted())
    for (const pk of 'abcdef') {
      expect(seen.filter((key) => key.startsWith(pk))).toEqual([`${pk}/1`, `${pk}/2`, `${pk}/3`])
    }
    expect(mostAtOnce).toBeGreaterThan(1)
    expect(mostAtOnce).toBeLessThanOrEqual(4)
  })
})

describe('a poison record', () => {
  it('is isolated by bisecting, retried and sent to the on-failure queue while other records go on', async () => {
    const { batches, throwing } = recording()
    const { sources, documents, queue, fn } = await aMapping(
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2 },
      throwing,
    )
    await putTogether('a', 'b', POISON, 'd', 'e')
    await put('later')
    await settled(sources)

    expect(batches.filter((batch) => !batch.includes(POISON)).flat()).toEqual(['a', 'b', 'd', 'e', 'later'])
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === POISON)).toHaveLength(3)
    expect(documents).toEqual([
      {
        arn: queue.arn,
        document: {
          version: '1.0',
          timestamp: expect.any(String),
          requestContext: {
            requestId: expect.any(String),
            functionArn: fn.arn,
            condition: 'RetryAttemptsExhausted',
            approximateInvokeCount: 3,
          },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          DDBStreamBatchInfo: {
            shardId: expect.stringMatching(/^shardId-/),
            startSequenceNumber: expect.any(String),
            endSequenceNumber: documents[0]!.document.DDBStreamBatchInfo.startSequenceNumber,
            approximateArrivalOfFirstRecord: expect.any(String),
            approximateArrivalOfLastRecord: expect.any(String),
            batchSize: 1,
            streamArn: streamArn(),
          },
        },
      },
    ])
  })

  it('is discarded with its batch without bisecting, and the shard goes on', async () => {
    const { batches, throwing } = recording()
    const { sources, documents } = await aMapping({ MaximumRetryAttempts: 1 }, throwing)
    await putTogether('a', POISON)
    await settled(sources)
    await put('later')
    await settled(sources)

    expect(batches).toEqual([['a', POISON], ['a', POISON], ['later']])
    expect(documents.map(({ document }) => document.DDBStreamBatchInfo.batchSize)).toEqual([2])
  })

  it('does not repeat the records before it when it is reported', async () => {
    const { batches, run } = recording(reportPoison)
    const { sources, documents } = await aMapping(
      { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 2 },
      run,
    )
    await putTogether('a', 'b', POISON, 'd')
    await settled(sources)

    expect(batches).toEqual([
      ['a', 'b', POISON, 'd'],
      [POISON, 'd'],
      [POISON, 'd'],
    ])
    expect(documents.map(({ document }) => document.DDBStreamBatchInfo.batchSize)).toEqual([2])
  })

  it('is discarded with its cause when it is older than the mapping allows', async () => {
    let poisoned = 0
    const { sources, documents, clock } = await aMapping({ MaximumRecordAgeInSeconds: 60 }, (event) => {
      if (!keysOf(event).includes(POISON)) return
      if (++poisoned === 2) clock.advance(61_000)
      throw new Error('poisoned')
    })
    await put(POISON)
    await until('its age is exceeded', () => documents.length > 0)
    await put('later')
    await settled(sources)

    expect(poisoned).toBe(2)
    expect(documents.map(({ document }) => document.requestContext)).toEqual([
      expect.objectContaining({ condition: 'RecordAgeExceeded', approximateInvokeCount: 2 }),
    ])
  })
})

describe('a fault at the stream', () => {
  it('delivers a batch twice', async () => {
    const { batches, run } = recording()
    const { sources } = await aMapping({}, run, [
      { fault: { action: 'duplicate' }, caller: 'outbox-relay', nth: 1 },
    ])
    await put('a')
    await settled(sources)
    await put('b')
    await settled(sources)
    expect(batches).toEqual([['a'], ['a'], ['b']])
  })
})

describe('a mapping', () => {
  it('rejects an unsupported setting by name', async () => {
    await expect(aMapping({ TumblingWindowInSeconds: 30 }, () => null)).rejects.toThrow(
      /relay-mapping: TumblingWindowInSeconds is not simulated/,
    )
  })

  it('reports when its table can no longer be read', async () => {
    const database = await startDynamoDb()
    await createTables([resource('AWS::DynamoDB::Table', table.name, PK_SK)], database.endpoint)
    const { sources } = await aMapping({}, () => null, [], database.endpoint)
    await settled(sources)
    await database.stop()
    await expect(sources.pending()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/)
  })
})
