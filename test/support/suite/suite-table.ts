import { paginateScan, QueryCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import type { CloudResource } from '../../../infra/local/contracts.ts'
import { startTestTable, type TestTable } from '../dynamodb.ts'

type Item = NonNullable<ScanCommandOutput['Items']>[number]

/** The suite table for one test file, with helpers to read its items. */
export interface SuiteTable extends TestTable {
  /** Every item whose partition key has this prefix. */
  items(prefix?: string): Promise<Item[]>
  /** Every item of a partition in sort key order. */
  partition(pk: string): Promise<Item[]>
}

const index = (name: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: `${name}pk`, KeyType: 'HASH' },
    { AttributeName: `${name}sk`, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
})

const suiteProperties: CloudResource['properties'] = {
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((name) => ({
    AttributeName: name,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
}

/** Starts a table as the suite deploys it and points the environment of this process at it. */
export async function startSuiteTable(): Promise<SuiteTable> {
  const [table, keys] = await Promise.all([startTestTable(suiteProperties), startTestTable()])
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    TABLE_NAME: table.name,
    KEY_TABLE_NAME: keys.name,
  })
  return {
    ...table,
    async stop() {
      await Promise.all([table.stop(), keys.stop()])
    },
    async items(prefix = '') {
      const found: Item[] = []
      for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: table.name }))
        found.push(...Items)
      return found.filter(({ pk }) => pk?.S?.startsWith(prefix))
    },
    async partition(pk) {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
        }),
      )
      return Items
    },
  }
}
