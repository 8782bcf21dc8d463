import { route } from '../../../shared/http/route.ts'
import { changeConnection } from './change-connection.usecase.ts'
import { pause } from './connection.ts'
import { ConnectionPath, ConnectionView, EmptyRequest } from './connection-requests.ts'

/** Pauses a connection: its calls are stored, but not processed. */
export const pauseConnectionRoute = route({
  method: 'POST',
  path: '/channels/connections/{connectionId}/pause',
  scope: 'channels:write',
  summary: 'Pause a connection',
  params: ConnectionPath,
  request: EmptyRequest,
  response: ConnectionView,
  success: 200,
  changes: true,
  run: (context) => changeConnection(context, pause),
})
