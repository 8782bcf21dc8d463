import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { createClock } from '../../../infra/local/clock.ts'
import { createTables, startDynamoDb } from '../../../infra/local/storage/dynamodb.ts'
import { startStreamSources } from '../../../infra/local/streams/stream-source.ts'
import { PK_SK } from '../../support/dynamodb.ts'
import { functionsThat } from '../../support/functions.ts'
import { resource } from '../../support/suite/resources.ts'
import { settled } from '../../support/suite/settled.ts'

const table = resource('AWS::DynamoDB::Table', 'suite', PK_SK)
const fn = resource('AWS::Lambda::Function', 'relay')
const mapping = resource('AWS::Lambda::EventSourceMapping', 'relay-mapping', {
  EventSourceArn: `${table.arn}/stream/local`,
  FunctionName: fn.ref,
  StartingPosition: 'TRIM_HORIZON',
})

interface StreamEvent {
  Records: { dynamodb: { Keys: { pk: { S: string } } } }[]
}

describe('the position in a stream, with a data folder', () => {
  it('is where the next start resumes: done records are not repeated, new ones are not lost', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'positions-'))
    const seen: string[][] = []

    await withDatabase(dataDir, async (endpoint, put) => {
      await put('a')
      seen.push(await whatComes(endpoint, dataDir))
      await put('written while nobody reads')
    })
    await withDatabase(dataDir, async (endpoint, put) => {
      await put('b')
      seen.push(await whatComes(endpoint, dataDir))
      seen.push(await whatComes(endpoint, dataDir))
    })
    rmSync(dataDir, { recursive: true })

    expect(seen).toEqual([['a'], ['written while nobody reads', 'b'], []])
  })
})

async function withDatabase(
  dataDir: string,
  run: (endpoint: string, put: (pk: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const database = await startDynamoDb({ dataDir })
  await createTables([table], database.endpoint)
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'us-east-1', credentials })
  await run(database.endpoint, (pk) =>
    client.send(new PutItemCommand({ TableName: table.ref, Item: { pk: { S: pk }, sk: { S: '0' } } })),
  )
  client.destroy()
  await database.stop()
}

/** Runs the mapping until the end of the stream; returns the keys that the function received. */
async function whatComes(endpoint: string, dataDir: string): Promise<string[]> {
  const keys: string[] = []
  const sources = await startStreamSources({
    resources: [table, fn, mapping],
    endpoint,
    functions: functionsThat((event: StreamEvent) => {
      keys.push(...event.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S))
    }),
    clock: createClock(),
    onFailure: () => undefined,
    dataDir,
  })
  await settled(sources)
  await sources.stop()
  return keys
}
