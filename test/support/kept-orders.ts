import { commitOrder } from '../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../functions/orders/order/order.ts'
import { cause } from './cause.ts'
import { noon, type Step } from './orders.ts'

/** Writes an order's first decision and one for each step after it, as the slice does; gives the order as it is then. */
export async function keepOrder(first: OrderDecision, ...steps: readonly Step[]): Promise<Order> {
  let decision = first
  await commitOrder(decision, cause, noon)
  for (const step of steps) {
    decision = step(decision.next)
    await commitOrder(decision, cause, noon)
  }
  return decision.next
}
