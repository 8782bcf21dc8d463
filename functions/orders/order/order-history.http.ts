import * as z from 'zod/mini'
import { text } from '../../../events/fields.ts'
import { route } from '../../../shared/http/route.ts'
import { readHistory } from '../../../shared/table/history.store.ts'
import { versionFiledAt } from '../../../shared/table/keys.ts'
import { loadOrder, orders } from './order.store.ts'
import { ListOrdersQuery, OrderHistory, OrderPath } from './order-requests.ts'

const HistoryQuery = z.strictObject({ cursor: z.optional(text(500)), limit: ListOrdersQuery.shape.limit })

/** Lists the events of an order, oldest first, with the order's state after each event. */
export const orderHistoryRoute = route({
  method: 'GET',
  path: '/orders/{orderId}/history',
  scope: 'orders:read',
  summary: 'List an order’s events',
  params: OrderPath,
  query: HistoryQuery,
  response: OrderHistory,
  success: 200,
  run: async ({ params, query, principal, cursor }) => {
    const { store, id } = await loadOrder(principal.store, params.orderId)
    const after = await cursor.open()
    const page = await readHistory(orders, { store, id }, { after, limit: query.limit })
    const items = page.items.map(({ id, type, aggregate, occurredAt, actor, data, snapshot, erased }) => ({
      id,
      type,
      version: aggregate.version,
      occurredAt,
      actor,
      data,
      snapshot,
      ...(erased === undefined ? {} : { erased }),
    }))
    const nextCursor = await cursor.sign(page.next)
    return {
      items,
      missingVersions: missingAmong(
        items.map(({ version }) => version),
        after === undefined ? 0 : versionFiledAt(after),
      ),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    }
  },
})

/** The versions without events between the end of the page before and the end of this page. */
function missingAmong(versions: readonly number[], before: number): number[] {
  const filed = new Set(versions)
  const last = versions.at(-1) ?? before
  return Array.from({ length: last - before }, (_, n) => before + n + 1).filter(
    (version) => !filed.has(version),
  )
}
