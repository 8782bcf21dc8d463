import { route } from '../../../shared/http/route.ts'
import { deleteSecrets } from '../platforms/credentials/secrets.client.ts'
import { deleteTokens } from '../platforms/credentials/tokens.client.ts'
import { changeConnection } from './change-connection.usecase.ts'
import { remove } from './connection.ts'
import { ConnectionPath, ConnectionView } from './connection-requests.ts'

/** Removes a connection: its secrets are deleted, its calls are rejected, its history stays. */
export const removeConnectionRoute = route({
  method: 'DELETE',
  path: '/channels/connections/{connectionId}',
  scope: 'channels:write',
  summary: 'Remove a connection',
  params: ConnectionPath,
  response: ConnectionView,
  success: 200,
  changes: true,
  run: async (context) => {
    const removed = await changeConnection(context, remove)
    await deleteSecrets(context.params.connectionId)
    await deleteTokens(context.params.connectionId)
    return removed
  },
})
