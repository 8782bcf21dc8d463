import { route } from '../../shared/http/route.ts'
import { loadConnection } from './connection.store.ts'
import { ConnectionPath, ConnectionView, toConnectionView } from './connection-requests.ts'

/** Shows a connection, without its secrets. */
export const getConnectionRoute = route({
  method: 'GET',
  path: '/channels/connections/{connectionId}',
  scope: 'channels:read',
  summary: 'Show a connection',
  params: ConnectionPath,
  response: ConnectionView,
  success: 200,
  run: async ({ params, principal }) =>
    toConnectionView(await loadConnection(principal.store, params.connectionId)),
})
