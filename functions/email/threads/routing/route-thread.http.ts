import { route } from '../../../../shared/http/route.ts'
import { changeThread } from '../change-thread.usecase.ts'
import { RouteThreadRequest, ThreadPath, ThreadView } from '../thread-requests.ts'
import { routeThread } from './act-on-thread.ts'

/** Assigns a thread to a department, from triage or from another department; its clocks do not change. */
export const routeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/route',
  scope: 'email:write',
  summary: 'Assign a thread to a department',
  params: ThreadPath,
  request: RouteThreadRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: ({ body, ...context }) =>
    changeThread(context, (thread, _, now) => routeThread(thread, body.department, now)),
})
