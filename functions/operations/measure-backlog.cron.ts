import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../shared/clock.ts'
import { log, metric } from '../../shared/log.ts'
import { enrolledStores } from '../../shared/table/enrolled-stores.store.ts'
import {
  idsOfHeldOrders,
  type OrderReference,
  ordersHeldByQuality,
  type StuckState,
  stuckOrders,
} from './backlog.store.ts'
import { commitHeartbeat, lastHeartbeat } from './heartbeat.store.ts'
import { nextHeartbeat, stillDiffering } from './heartbeat.ts'

const name = 'measure-backlog'

/**
 * Measures every few minutes what alarms watch: orders that missed their dispatch deadline, and orders whose hold differs
 * between quality and orders in two measurements in a row. Sends a heartbeat through the outbox.
 */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  const at = now()
  const stuck = await stuckOfAllStores(at)
  for (const [state, OrdersStuck] of Object.entries(stuck)) metric({ state }, { OrdersStuck })

  const [last, differing] = await Promise.all([lastHeartbeat(), differingOrders()])
  const stayed = stillDiffering(last, differing)
  metric({}, { ReconciliationDifferences: stayed.length })
  if (stayed.length > 0) log.warn('orders that quality holds are not held', { orders: stayed })
  await commitHeartbeat(nextHeartbeat(last, differing, at), cause, at)
}

async function stuckOfAllStores(at: string): Promise<Record<StuckState, number>> {
  const stuck = { placed: 0, packed: 0, held: 0 }
  for await (const store of enrolledStores()) {
    const { placed, packed, held } = await stuckOrders(store, at)
    stuck.placed += placed
    stuck.packed += packed
    stuck.held += held
  }
  return stuck
}

/** Orders that quality holds and the orders slice does not. */
async function differingOrders(): Promise<OrderReference[]> {
  const byStore = Map.groupBy(await ordersHeldByQuality(), ({ store }) => store)
  const differing: OrderReference[] = []
  for (const [store, named] of byStore) {
    const held = await idsOfHeldOrders(store)
    differing.push(...named.filter(({ orderId }) => !held.has(orderId)))
  }
  return differing
}
