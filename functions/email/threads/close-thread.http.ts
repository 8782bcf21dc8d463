import { route } from '../../../shared/http/route.ts'
import { changeThread } from './change-thread.usecase.ts'
import { closeThread } from './thread.ts'
import { ThreadPath, ThreadView } from './thread-requests.ts'

/** Ends a conversation: what the customer still writes begins another. */
export const closeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/close',
  scope: 'email:write',
  summary: 'Close a conversation',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => changeThread(context, closeThread),
})
