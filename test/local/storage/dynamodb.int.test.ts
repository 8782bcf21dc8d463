import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { createTables, startDynamoDb } from '../../../infra/local/storage/dynamodb.ts'
import { PK_SK, startTestTable } from '../../support/dynamodb.ts'
import { resource } from '../../support/suite/resources.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

const INDEXED = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-due',
      KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
}

describe('a table of the template', () => {
  it('has its keys, indexes, stream and time to live', async () => {
    const table = await startTestTable(INDEXED)
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }))
    const ttl = await table.client.send(new DescribeTimeToLiveCommand({ TableName: table.name }))
    await table.stop()

    expect(Table?.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ])
    expect(
      Table?.GlobalSecondaryIndexes?.map(({ IndexName, Projection }) => [IndexName, Projection]),
    ).toEqual([['by-due', { ProjectionType: 'KEYS_ONLY' }]])
    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })
    expect(ttl.TimeToLiveDescription).toMatchObject({
      AttributeName: 'expiresAt',
      TimeToLiveStatus: 'ENABLED',
    })
  })
})

describe('DynamoDB Local', () => {
  it('stores its tables in a data folder across restarts', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'))
    const tables = [resource('AWS::DynamoDB::Table', 'kept', PK_SK)]
    const item = { pk: { S: 'a' }, sk: { S: 'b' } }

    const first = await startDynamoDb({ dataDir })
    await createTables(tables, first.endpoint)
    await withClient(first.endpoint, (client) =>
      client.send(new PutItemCommand({ TableName: 'kept', Item: item })),
    )
    await first.stop()

    const second = await startDynamoDb({ dataDir })
    await createTables(tables, second.endpoint)
    const found = await withClient(second.endpoint, (client) =>
      client.send(new GetItemCommand({ TableName: 'kept', Key: item })),
    )
    await second.stop()
    rmSync(dataDir, { recursive: true })

    expect(found.Item).toEqual(item)
  })

  it('explains how to install Java when it is missing', async () => {
    await expect(startDynamoDb({ java: '/nowhere/java' })).rejects.toThrow(
      /needs Java 17 or newer.*Install it with/s,
    )
  })

  it('stops with its parent process, even when that is killed', async () => {
    const script = `
      import { startDynamoDb } from ${JSON.stringify(resolve('infra/local/storage/dynamodb.ts'))}
      const { endpoint } = await startDynamoDb()
      process.stdout.write(endpoint)
      setInterval(() => undefined, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      env: { PATH: process.env.PATH ?? '' },
    })
    const [endpoint] = (await once(parent.stdout, 'data')) as [Buffer]
    expect(await answers(endpoint.toString())).toBe(true)

    parent.kill('SIGKILL')

    for (let tries = 0; tries < 200 && (await answers(endpoint.toString())); tries++) await delay(25)
    expect(await answers(endpoint.toString())).toBe(false)
  })
})

async function withClient<T>(endpoint: string, use: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
  try {
    return await use(client)
  } finally {
    client.destroy()
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint)).arrayBuffer()
    return true
  } catch {
    return false
  }
}
