import * as z from 'zod/mini'
import { text } from '../../events/fields.ts'
import { route } from '../../shared/http/route.ts'
import { readHistory } from '../../shared/table/history.store.ts'
import { loadOrder, orders } from './order.store.ts'
import { ListOrdersQuery, OrderHistory, OrderPath } from './order-requests.ts'

const HistoryQuery = z.strictObject({ cursor: z.optional(text(500)), limit: ListOrdersQuery.shape.limit })

/** Tells all that happened to an order, oldest first, with the order as it was after each event. */
export const orderHistoryRoute = route({
  method: 'GET',
  path: '/orders/{orderId}/history',
  scope: 'orders:read',
  summary: 'Tell the history of an order',
  params: OrderPath,
  query: HistoryQuery,
  response: OrderHistory,
  success: 200,
  run: async ({ params, query, principal, cursor }) => {
    const { store, id } = await loadOrder(principal.store, params.orderId)
    const page = await readHistory(orders, { store, id }, { after: await cursor.open(), limit: query.limit })
    const items = page.items.map(({ id, type, aggregate, occurredAt, actor, data, snapshot }) => ({
      id,
      type,
      version: aggregate.version,
      occurredAt,
      actor,
      data,
      snapshot,
    }))
    const nextCursor = await cursor.sign(page.next)
    return {
      items,
      missingVersions: missingBetween(items.map(({ version }) => version)),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    }
  },
})

function missingBetween(versions: readonly number[]): number[] {
  const told = new Set(versions)
  const [first = 0] = versions
  const last = versions.at(-1) ?? 0
  return Array.from({ length: last - first }, (_, n) => first + n).filter((version) => !told.has(version))
}
