import { route } from '../../../shared/http/route.ts'
import { changeThread } from './change-thread.usecase.ts'
import { closeThread } from './thread.ts'
import { ThreadPath, ThreadView } from './thread-requests.ts'

/** Closes a thread: the customer's next mail opens a new one. */
export const closeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/close',
  scope: 'email:write',
  summary: 'Close a thread',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => changeThread(context, closeThread),
})
