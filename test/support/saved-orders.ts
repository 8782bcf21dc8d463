import { commitOrder } from '../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../functions/orders/order/order.ts'
import { cause } from './cause.ts'
import { fixedNow, type Step } from './orders.ts'

/** Writes an order's first decision and one for each step after it, as the slice does; gives the order as it is then. */
export async function saveOrder(first: OrderDecision, ...steps: readonly Step[]): Promise<Order> {
  let decision = first
  await commitOrder(decision, cause, fixedNow)
  for (const step of steps) {
    decision = step(decision.next)
    await commitOrder(decision, cause, fixedNow)
  }
  return decision.next
}
