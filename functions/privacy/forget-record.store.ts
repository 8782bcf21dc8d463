import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { env } from '../../shared/env.ts'
import { forgetKey } from '../../shared/privacy/record-keys.store.ts'
import { keyTable } from '../../shared/table/keys.ts'
import { documents } from '../../shared/table/table.store.ts'

/** A record of a store that was erased: an order, or a message that belonged to none. */
export interface ErasedRecord {
  readonly store: string
  readonly type: string
  readonly id: string
}

/** Notes that a record was erased, and forgets its key. Once is enough. */
export async function forgetRecord({ store, type, id }: ErasedRecord, now: string): Promise<void> {
  const Item = { pk: keyTable.erasedRecords(store), sk: `${type}#${id}`, erasedAt: now }
  await documents.send(new PutCommand({ TableName: env('KEY_TABLE_NAME'), Item }))
  await forgetKey(store, id)
}

export interface ErasedPage {
  readonly records: readonly ErasedRecord[]
  readonly next?: string
}

/** A page of all records that a store ever erased, to erase them again after a restore. */
export async function erasedRecords(
  store: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ErasedPage> {
  const pk = keyTable.erasedRecords(store)
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: env('KEY_TABLE_NAME'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  )
  const records = Items.map(({ sk }) => {
    const [type = '', id = ''] = String(sk).split('#')
    return { store, type, id }
  })
  return LastEvaluatedKey === undefined ? { records } : { records, next: String(LastEvaluatedKey['sk']) }
}
