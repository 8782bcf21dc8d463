import { route } from '../../../shared/http/route.ts'
import { changeThread } from './change-thread.usecase.ts'
import { reopenThread } from './thread.ts'
import { ThreadPath, ThreadView } from './thread-requests.ts'

/** Reopens a thread that was resolved or closed. */
export const reopenThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/reopen',
  scope: 'email:write',
  summary: 'Reopen a thread',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => changeThread(context, reopenThread),
})
