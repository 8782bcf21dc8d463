import { route } from '../../../../shared/http/route.ts'
import { mergeInto } from '../change-thread.usecase.ts'
import { MergeRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Merges a thread into another of the same customer or topic; `undo` reverts it. */
export const mergeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/merge',
  scope: 'email:write',
  summary: 'Merge a thread into another',
  params: ThreadPath,
  request: MergeRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => mergeInto(context, context.body.into),
})
