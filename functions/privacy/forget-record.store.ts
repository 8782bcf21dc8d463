import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { forgetKey } from '../../shared/privacy/record-keys.store.ts'
import { ErasedRecordItem } from '../../shared/table/entities.store.ts'
import { keyTable } from '../../shared/table/keys.ts'
import { keys } from '../../shared/table/table.store.ts'

/** An erased record of a store: an order, or a message without an order. */
export interface ErasedRecord {
  readonly store: string
  readonly type: string
  readonly id: string
}

/** Records that a record was erased, and deletes its key. Idempotent. */
export async function forgetRecord({ store, type, id }: ErasedRecord, now: string): Promise<void> {
  await ErasedRecordItem.build(PutItemCommand)
    .item({ pk: keyTable.erasedRecords(store), sk: `${type}#${id}`, erasedAt: now })
    .send()
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
  const { Items = [], LastEvaluatedKey } = await keys
    .build(QueryCommand)
    .entities(ErasedRecordItem)
    .query({ partition: pk })
    .options({ limit, ...(after === undefined ? {} : { exclusiveStartKey: { pk, sk: after } }) })
    .send()
  const records = Items.map(({ sk }) => {
    const [type = '', id = ''] = sk.split('#')
    return { store, type, id }
  })
  return LastEvaluatedKey === undefined ? { records } : { records, next: String(LastEvaluatedKey['sk']) }
}
