import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type SeriesName, seriesKey } from './keys.ts'
import { documents, table } from './table.store.ts'

/**
 * Takes the next numbers of a store's series, such as that of its issues, and returns the first of them: they are the
 * caller's alone. A number that is taken and then not used stays a gap.
 */
export async function takeNumbers(store: string, series: SeriesName, count: number): Promise<number> {
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: table.getName(),
      Key: { pk: seriesKey(series, store), sk: 'NUMBER' },
      UpdateExpression: 'ADD #last :count',
      ExpressionAttributeNames: { '#last': 'last' },
      ExpressionAttributeValues: { ':count': count },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  return Number(Attributes?.['last']) - count + 1
}
