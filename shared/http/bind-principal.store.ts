import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { enrolStores } from '../table/enrolled-stores.store.ts'
import { PrincipalItem } from '../table/entities.store.ts'
import { principalKey } from './principal.store.ts'

/** Binds a principal to the stores that it may act for; replaces an earlier binding. */
export async function bindPrincipal(principal: string, stores: readonly string[]): Promise<void> {
  await enrolStores(stores)
  await PrincipalItem.build(PutItemCommand)
    .item({ ...principalKey(principal), stores: [...stores] })
    .send()
}
