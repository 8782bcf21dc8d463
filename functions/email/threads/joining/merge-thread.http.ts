import { route } from '../../../../shared/http/route.ts'
import { mergeInto } from '../change-thread.usecase.ts'
import { MergeRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Makes a conversation part of another of the same customer or matter; `undo` takes it back. */
export const mergeThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/merge',
  scope: 'email:write',
  summary: 'Merge a conversation into another',
  params: ThreadPath,
  request: MergeRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) => mergeInto(context, context.body.into),
})
