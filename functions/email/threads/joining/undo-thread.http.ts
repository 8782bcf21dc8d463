import { route } from '../../../../shared/http/route.ts'
import { undoThread } from '../change-thread.usecase.ts'
import { ThreadPath, ThreadView } from '../thread-requests.ts'

/** Takes back that a conversation became part of another, or that it was split from another. */
export const undoThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/undo',
  scope: 'email:write',
  summary: 'Undo a merge or a split',
  params: ThreadPath,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => undoThread(context),
})
