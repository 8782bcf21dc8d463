import { route } from '../../../shared/http/route.ts'
import { changeConnection } from './change-connection.usecase.ts'
import { resume } from './connection.ts'
import { ConnectionPath, ConnectionView, EmptyRequest } from './connection-requests.ts'

/** Resumes a connection; a reaction retries the calls that were stored meanwhile. */
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
