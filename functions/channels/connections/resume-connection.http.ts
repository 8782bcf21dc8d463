import { route } from '../../../shared/http/route.ts'
import { changeConnection } from './change-connection.usecase.ts'
import { resume } from './connection.ts'
import { ConnectionPath, ConnectionView, EmptyRequest } from './connection-requests.ts'

/** Works on what comes in by a connection again; what came meanwhile is tried again by a reaction. */
export const resumeConnectionRoute = route({
  method: 'POST',
  path: '/channels/connections/{connectionId}/resume',
  scope: 'channels:write',
  summary: 'Resume a connection',
  params: ConnectionPath,
  request: EmptyRequest,
  response: ConnectionView,
  success: 200,
  changes: true,
  run: (context) => changeConnection(context, resume),
})
