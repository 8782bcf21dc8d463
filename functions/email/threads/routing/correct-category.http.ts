import { DomainError } from '../../../../shared/domain-error.ts'
import { route } from '../../../../shared/http/route.ts'
import { changeThread } from '../change-thread.usecase.ts'
import { CorrectCategoryRequest, ThreadPath, ThreadView } from '../thread-requests.ts'
import { correctCategory } from './understand-thread.ts'

/** Corrects or confirms the category of a thread; the store's model learns from it. */
export const correctCategoryRoute = route({
  method: 'PATCH',
  path: '/email/threads/{threadId}/category',
  scope: 'email:write',
  summary: 'Correct the category of a thread',
  params: ThreadPath,
  request: CorrectCategoryRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: ({ body, ...context }) =>
    changeThread(context, (thread, by, now) => {
      const { messageId } = body
      if (messageId !== undefined && !thread.messages.some(({ id }) => id === messageId))
        throw new DomainError('not-found', 'Message does not exist in this thread.')
      return correctCategory(thread, body, by, now)
    }),
})
