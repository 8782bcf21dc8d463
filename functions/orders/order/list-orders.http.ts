import { orderStatuses } from '../../../events/orders/order-schema.ts'
import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { orders } from './order.store.ts'
import { isHeld } from './order.ts'
import { ListOrdersQuery, OrderList, toOrderView } from './order-requests.ts'

const stillToGo = ['placed', 'packed'] as const

/** Lists orders, the most urgent first: by status, held or not, due before a time. A due list has open orders only. */
export const listOrdersRoute = route({
  method: 'GET',
  path: '/orders',
  scope: 'orders:read',
  summary: 'List orders, the most urgent first',
  query: ListOrdersQuery,
  response: OrderList,
  success: 200,
  run: async ({ query, principal: { store }, cursor }) => {
    const { status, held, dueBefore, limit } = query
    const statuses = status === undefined ? (dueBefore === undefined ? orderStatuses : stillToGo) : [status]
    const page = await list(
      orders,
      store,
      {
        index: held === 'true' ? lists.heldOrders.index : lists.ordersByStatus.index,
        partitions:
          held === 'true'
            ? [lists.heldOrders.partition(store)]
            : statuses.map((one) => lists.ordersByStatus.partition(store, one)),
        before: dueBefore,
        after: await cursor.open(),
        limit,
      },
      (order) =>
        (status === undefined || order.status === status) &&
        (held === undefined || isHeld(order) === (held === 'true')),
    )
    const nextCursor = await cursor.sign(page.next)
    return { items: page.items.map(toOrderView), ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
