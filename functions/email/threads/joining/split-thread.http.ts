import { route } from '../../../../shared/http/route.ts'
import { splitOff } from '../change-thread.usecase.ts'
import { SplitRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Makes some messages of a conversation one of their own, which is returned; `undo` of that one takes it back. */
export const splitThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/split',
  scope: 'email:write',
  summary: 'Split messages from a conversation',
  params: ThreadPath,
  request: SplitRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => splitOff(context, context.body.messageIds),
})
