import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { enrolledStoresPartition } from './keys.ts'
import { documents, table } from './table.store.ts'

/** Notes that there are these stores. */
export async function enrolStores(stores: readonly string[]): Promise<void> {
  for (const store of stores)
    await documents.send(
      new PutCommand({ TableName: table.getName(), Item: { pk: enrolledStoresPartition, sk: store } }),
    )
}

/** All stores that a client has ever been bound to. */
export async function* enrolledStores(): AsyncGenerator<string> {
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: table.getName(),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': enrolledStoresPartition },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    )
    for (const { sk } of Items) yield String(sk)
    from = LastEvaluatedKey
  } while (from !== undefined)
}
