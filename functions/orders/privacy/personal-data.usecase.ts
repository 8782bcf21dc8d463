import type { Cause } from '../../../shared/decision.ts'
import {
  isAboutSubject,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import { commitOrder, loadOrders, ordersOnTheWay } from '../order/order.store.ts'
import type { Order } from '../order/order.ts'
import { eraseOrder, retentionReason } from './erase-order.ts'

/**
 * What the slice holds of a person: their orders, of those that are named and of those that nobody else may know of yet.
 * Other slices find the rest by their indexes; an index of persons here would cost every order a write.
 */
export async function personalDataOfOrders(
  asked: PersonalDataRequest,
  context: { cause: Cause; now: string },
): Promise<PersonalRecord[]> {
  const { store, orderIds } = asked
  const named = (await loadOrders(store, orderIds)).map((order) => [order.id, order] as const)
  const found = new Map([...named, ...(await unnamed(asked, context.now))])
  const ids = new Set([...orderIds, ...found.keys()])
  const held = [...ids].map((id) => heldOrder(asked, id, found.get(id), context))
  // Whose data it is learns what is theirs; how the rest stands is for the slices that hold something of it.
  return asked.phase === 'finding' ? held.filter(({ person }) => person !== undefined) : held
}

/** A person's orders on the way to the other slices. What is erased, or erased again, was found before. */
async function unnamed(asked: PersonalDataRequest, now: string): Promise<[string, Order][]> {
  if (asked.phase !== 'finding' || asked.kind === 'reapplication') return []
  const found: [string, Order][] = []
  for await (const order of ordersOnTheWay(asked.store, now))
    if (isAboutSubject(asked, { id: order.id, orderId: order.id }, order.customer))
      found.push([order.id, order])
  return found
}

function heldOrder(
  asked: PersonalDataRequest,
  id: string,
  order: Order | undefined,
  { cause, now }: { cause: Cause; now: string },
): PersonalRecord {
  const record = { kind: 'order', id, orderId: id }
  // Others erase what they have of the person with an order that is gone, or is another's.
  if (order === undefined || order.erasedAt !== undefined || !isAboutSubject(asked, record, order.customer))
    return { ...record, data: {}, alreadyErased: true }
  return {
    ...record,
    person: order.customer,
    sale: { channel: order.channel, externalId: order.externalId },
    data: order,
    kept: retentionReason(order, now),
    erase: async () => {
      await commitOrder(eraseOrder(order, now), cause, now)
    },
  }
}
