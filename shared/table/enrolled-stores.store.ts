import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { EnrolledStoreItem } from './entities.store.ts'
import { enrolledStoresPartition } from './keys.ts'
import { table } from './table.store.ts'

/** Enrols these stores. */
export async function enrolStores(stores: readonly string[]): Promise<void> {
  for (const store of stores)
    await EnrolledStoreItem.build(PutItemCommand).item({ pk: enrolledStoresPartition, sk: store }).send()
}

/** All stores to which a principal was ever bound. */
export async function* enrolledStores(): AsyncGenerator<string> {
  const query = table
    .build(QueryCommand)
    .entities(EnrolledStoreItem)
    .query({ partition: enrolledStoresPartition })
  for await (const { Items = [] } of query.paginate()) for (const { sk } of Items) yield sk
}
