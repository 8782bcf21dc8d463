import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { FormattedItem } from 'dynamodb-toolbox/entity'
import type { SeriesItem } from './entities.store.ts'
import { type SeriesName, seriesKey } from './keys.ts'
import { documents, table } from './table.store.ts'

/**
 * Takes the next numbers of a store's series, such as that of its issues, and returns the first of them; the caller
 * alone has them. A number that is taken and not used stays a gap.
 * The update is built by hand: the toolbox's update command adds 26 KB to a bundle.
 */
export async function takeNumbers(store: string, series: SeriesName, count: number): Promise<number> {
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: table.getName(),
      Key: { pk: seriesKey(series, store), sk: 'NUMBER' },
      UpdateExpression: 'ADD #last :count',
      ExpressionAttributeNames: { '#last': 'last' satisfies keyof FormattedItem<typeof SeriesItem> },
      ExpressionAttributeValues: { ':count': count },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  return Number(Attributes?.['last']) - count + 1
}
