import type { Cause } from '../../shared/decision.ts'
import { type Asked, concerns, type Held } from '../../shared/privacy/answer.ts'
import { loadAll } from '../../shared/table/load.store.ts'
import { eraseOrder, keptBecause } from './erase-order.ts'
import { commitOrder, orders } from './order.store.ts'
import type { Order } from './order.ts'

/**
 * What the slice holds of a person: their orders, of those that are named. Other slices find them by their indexes; an
 * index of persons here would cost every order a write.
 */
export async function heldOrders(asked: Asked, context: { cause: Cause; now: string }): Promise<Held[]> {
  const { store, orderIds } = asked
  const found = new Map((await loadAll(orders, store, orderIds)).map((order) => [order.id, order]))
  const held = orderIds.map((id) => heldOrder(asked, id, found.get(id), context))
  // Whose data it is learns what is theirs; how the rest stands is for the slices that hold something of it.
  return asked.phase === 'finding' ? held.filter(({ person }) => person !== undefined) : held
}

function heldOrder(
  asked: Asked,
  id: string,
  order: Order | undefined,
  { cause, now }: { cause: Cause; now: string },
): Held {
  const record = { kind: 'order', id, orderId: id }
  // Others erase what they have of the person with an order that is gone, or is another's.
  if (order === undefined || order.erasedAt !== undefined || !concerns(asked, record, order.customer))
    return { ...record, data: {}, gone: true }
  return {
    ...record,
    person: order.customer,
    sale: { channel: order.channel, externalId: order.externalId },
    data: order,
    kept: keptBecause(order, now),
    erase: async () => {
      await commitOrder(eraseOrder(order, now), cause, now)
    },
  }
}
