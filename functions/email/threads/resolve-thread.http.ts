import { route } from '../../../shared/http/route.ts'
import { changeThread } from './change-thread.usecase.ts'
import { resolveThread } from './thread.ts'
import { ThreadPath, ThreadView } from './thread-requests.ts'

/** Says that nothing is left to do about a conversation; the customer’s next mail opens it again. */
export const resolveThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/resolve',
  scope: 'email:write',
  summary: 'Resolve a conversation',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => changeThread(context, resolveThread),
})
