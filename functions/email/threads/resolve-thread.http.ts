import { route } from '../../../shared/http/route.ts'
import { changeThread } from './change-thread.usecase.ts'
import { resolveThread } from './thread.ts'
import { ThreadPath, ThreadView } from './thread-requests.ts'

/** Resolves a thread; the customer’s next mail reopens it. */
export const resolveThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/resolve',
  scope: 'email:write',
  summary: 'Resolve a thread',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => changeThread(context, resolveThread),
})
