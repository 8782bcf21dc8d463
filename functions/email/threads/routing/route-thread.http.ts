import { route } from '../../../../shared/http/route.ts'
import { changeThread } from '../change-thread.usecase.ts'
import { RouteThreadRequest, ThreadPath, ThreadView } from '../thread-requests.ts'
import { routeThread } from './act-on-thread.ts'

/** Gives a conversation to a department, out of triage or from another one; its clocks go on as they were. */
export const routeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/route',
  scope: 'email:write',
  summary: 'Give a conversation to a department',
  params: ThreadPath,
  request: RouteThreadRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: ({ body, ...context }) =>
    changeThread(context, (thread, _, now) => routeThread(thread, body.department, now)),
})
