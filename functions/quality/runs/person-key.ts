import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { IndexKeys } from '../../../shared/table/aggregate.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { personDocument, phoneDigits } from '../checks/identity/person.ts'
import type { Run } from './run.ts'

/**
 * The partition of a person's orders in a store: by document, else by telephone. Undefined when the order has neither.
 */
export function ordersOfPerson({
  store,
  customer,
}: Pick<OrderSnapshot, 'store' | 'customer'>): PartitionKey | undefined {
  const [document, phone] = [personDocument(customer.document), phoneDigits(customer.phone)]
  if (document === '' && phone === '') return undefined
  // An index key must not hold personal data: a hash identifies the person.
  const person =
    document === '' ? fingerprint(store, 'phone', phone) : fingerprint(store, 'document', document)
  return lists.runsOfPerson.partition(store, person.slice(0, 16))
}

/** The index entry of a run among the same person's orders, by placement. */
export function personKeys({ order }: Run): IndexKeys {
  const person = ordersOfPerson(order)
  return person === undefined ? {} : { gsi1pk: person, gsi1sk: order.placedAt }
}
