import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { type ListQuery, list } from '../../../shared/table/list.store.ts'
import { deliveries } from './delivery.store.ts'
import { DeliveryList, ListDeliveriesQuery } from './delivery-requests.ts'

/** Lists the parked deliveries, or those of one connection, the newest first. */
export const listDeliveriesRoute = route({
  method: 'GET',
  path: '/channels/deliveries',
  scope: 'channels:read',
  summary: 'List deliveries',
  query: ListDeliveriesQuery,
  response: DeliveryList,
  success: 200,
  run: async ({ query: { state, connectionId, limit }, principal: { store }, cursor }) => {
    const within =
      connectionId === undefined
        ? { index: lists.parkedDeliveries.index, partitions: [lists.parkedDeliveries.partition(store)] }
        : {
            index: lists.deliveriesOfConnection.index,
            partitions: [lists.deliveriesOfConnection.partition(store, connectionId)],
          }
    const query: ListQuery = { ...within, descending: true, after: await cursor.open(), limit }
    const wanted = connectionId === undefined ? 'parked' : state
    const page = await list(deliveries, store, query, (one) => wanted === undefined || one.state === wanted)
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
