import { route } from '../../../../shared/http/route.ts'
import { undoThread } from '../change-thread.usecase.ts'
import { ThreadPath, ThreadView } from '../thread-requests.ts'

/** Undoes the merge or the split of a thread. */
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
