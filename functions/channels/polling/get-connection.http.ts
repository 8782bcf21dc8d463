import { route } from '../../../shared/http/route.ts'
import { loadConnection } from '../connections/connection.store.ts'
import { ConnectionPath, toConnectionView } from '../connections/connection-requests.ts'
import { activityOf, ConnectionStatus } from './connection-activity.ts'
import { findPoll, newestDeliveries } from './poll.store.ts'

/** Deliveries read for the activity. */
const deliveriesRead = 50

/** Shows a connection with its activity: last delivery, waiting deliveries, last error; never its secrets. */
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
    const [newest, poll] = await Promise.all([
      newestDeliveries(store, connectionId, deliveriesRead),
      findPoll(store, connectionId),
    ])
    return { ...toConnectionView(connection), activity: activityOf(newest, poll, now) }
  },
})
