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
 * A person's orders: the named ones, and those whose events may not have reached other slices yet. Other slices find the
 * rest by their indexes; an index of persons here would cost every order a write.
 */
export async function personalDataOfOrders(
  request: PersonalDataRequest,
  context: { cause: Cause; now: string },
): Promise<PersonalRecord[]> {
  const { store, orderIds } = request
  const named = (await loadOrders(store, orderIds)).map((order) => [order.id, order] as const)
  const found = new Map([...named, ...(await unpropagated(request, context.now))])
  const ids = new Set([...orderIds, ...found.keys()])
  const records = [...ids].map((id) => recordOf(request, id, found.get(id), context))
  // The person sees only their own orders; slices with records of the others need those reported too when erasing.
  return request.phase === 'finding' ? records.filter(({ person }) => person !== undefined) : records
}

/** A person's orders whose events may not have arrived elsewhere. When erasing, they were found before. */
async function unpropagated(request: PersonalDataRequest, now: string): Promise<[string, Order][]> {
  if (request.phase !== 'finding' || request.kind === 'reapplication') return []
  const found: [string, Order][] = []
  for await (const order of ordersOnTheWay(request.store, now))
    if (isAboutSubject(request, { id: order.id, orderId: order.id }, order.customer))
      found.push([order.id, order])
  return found
}

function recordOf(
  request: PersonalDataRequest,
  id: string,
  order: Order | undefined,
  { cause, now }: { cause: Cause; now: string },
): PersonalRecord {
  const record = { kind: 'order', id, orderId: id }
  // Other slices erase their records of an order that is already erased, or is another person's.
  if (order === undefined || order.erasedAt !== undefined || !isAboutSubject(request, record, order.customer))
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
