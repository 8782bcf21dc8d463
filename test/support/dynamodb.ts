import { randomUUID } from 'node:crypto'
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { CloudResource } from '../../infra/local/contracts.ts'
import { createTables } from '../../infra/local/storage/dynamodb.ts'
import { resource } from './suite/resources.ts'
import { sharedDynamoDb } from './suite/shared.ts'

/** A table for one test file, with a random name. */
export interface TestTable {
  readonly name: string
  readonly endpoint: string
  readonly client: DynamoDBClient
  stop(): Promise<void>
}

/** Keys and stream of the suite's table, without its indexes. */
export const PK_SK = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
}

/**
 * Creates a table in the run's shared DynamoDB Local: `pk`/`sk` strings with a stream, unless `properties`
 * (CloudFormation's, such as those of the synthesised table) say otherwise. `stop()` deletes it.
 */
export async function startTestTable(properties: CloudResource['properties'] = {}): Promise<TestTable> {
  const endpoint = await sharedDynamoDb()
  const name = `test-${randomUUID()}`
  await createTables([resource('AWS::DynamoDB::Table', name, { ...PK_SK, ...properties })], endpoint)
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  return {
    name,
    endpoint,
    client,
    async stop() {
      await client.send(new DeleteTableCommand({ TableName: name }))
      client.destroy()
    },
  }
}
