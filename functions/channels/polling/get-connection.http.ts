import { route } from '../../../shared/http/route.ts'
import { loadConnection } from '../connections/connection.store.ts'
import { ConnectionPath, toConnectionView } from '../connections/connection-requests.ts'
import { activityOf, ConnectionStatus } from './connection-activity.ts'
import { findPoll, newestDeliveries } from './poll.store.ts'

/** Of so many deliveries it is said how they are doing: behind them there are others. */
const deliveriesRead = 50

/** Shows a connection and how it is doing: its last delivery, what waits, what went wrong; never its secrets. */
export const getConnectionRoute = route({
  method: 'GET',
  path: '/channels/connections/{connectionId}',
  scope: 'channels:read',
  summary: 'Show a connection',
  params: ConnectionPath,
  response: ConnectionStatus,
  success: 200,
  run: async ({ params: { connectionId }, principal: { store }, now }) => {
    const connection = await loadConnection(store, connectionId)
    const [newest, sweep] = await Promise.all([
      newestDeliveries(store, connectionId, deliveriesRead),
      findPoll(store, connectionId),
    ])
    return { ...toConnectionView(connection), activity: activityOf(newest, sweep, now) }
  },
})
