import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type PartitionKey } from './keys.ts'
import { documents, table } from './table.store.ts'

/** The sort keys of a partition of `gsi2`, the lowest first and no higher than `until`; of however many pages. */
export async function* sortKeysOf(partition: PartitionKey, until?: string): AsyncGenerator<string> {
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: table.getName(),
        IndexName: 'gsi2',
        KeyConditionExpression: until === undefined ? '#pk = :pk' : '#pk = :pk AND #sk <= :until',
        ExpressionAttributeNames: { '#pk': 'gsi2pk', ...(until === undefined ? {} : { '#sk': 'gsi2sk' }) },
        ExpressionAttributeValues: {
          ':pk': partition,
          ...(until === undefined ? {} : { ':until': until }),
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    )
    for (const item of Items) yield String(item['gsi2sk'])
    from = LastEvaluatedKey
  } while (from !== undefined)
}
