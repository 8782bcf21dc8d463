import { route } from '../../../../shared/http/route.ts'
import { splitOff } from '../change-thread.usecase.ts'
import { SplitRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Splits messages of a thread off into a new thread, which is returned; `undo` of the new thread reverts it. */
export const splitThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/split',
  scope: 'email:write',
  summary: 'Split messages off a thread',
  params: ThreadPath,
  request: SplitRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => splitOff(context, context.body.messageIds),
})
