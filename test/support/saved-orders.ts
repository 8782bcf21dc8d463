import { commitOrder } from '../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../functions/orders/order/order.ts'
import { cause } from './cause.ts'
import { fixedNow, type Step } from './orders.ts'

/** Commits the first decision of an order and one for each step; returns the final order. */
export async function saveOrder(first: OrderDecision, ...steps: readonly Step[]): Promise<Order> {
  let decision = first
  await commitOrder(decision, cause, fixedNow)
  for (const step of steps) {
    decision = step(decision.next)
    await commitOrder(decision, cause, fixedNow)
  }
  return decision.next
}
