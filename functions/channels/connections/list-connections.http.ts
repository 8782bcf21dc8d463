import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { connections } from './connection.store.ts'
import { ConnectionList, toConnectionView } from './connection-requests.ts'

/** Lists the connections of a store; a store has at most a hundred. */
export const listConnectionsRoute = route({
  method: 'GET',
  path: '/channels/connections',
  scope: 'channels:read',
  summary: 'List connections',
  response: ConnectionList,
  success: 200,
  run: async ({ principal: { store } }) => {
    const query = {
      index: lists.connections.index,
      partitions: [lists.connections.partition(store)],
      limit: 100,
    }
    const { items } = await list(connections, store, query, ({ status }) => status !== 'removed')
    return { items: items.map(toConnectionView) }
  },
})
