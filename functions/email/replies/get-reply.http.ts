import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { findMail } from '../mails/mail.store.ts'
import { isThreadMail } from '../mails/mail.ts'
import { ReplyPath, ReplyView } from './reply-requests.ts'

/** Returns a reply with its status and delivery. */
export const getReplyRoute = route({
  method: 'GET',
  path: '/email/threads/{threadId}/replies/{replyId}',
  scope: 'email:read',
  summary: 'Get a reply with its delivery status',
  params: ReplyPath,
  response: ReplyView,
  success: 200,
  run: async ({ params: { threadId, replyId }, principal: { store } }) => {
    const mail = await findMail(store, replyId)
    if (mail === undefined || !isThreadMail(mail) || mail.threadId !== threadId)
      throw new DomainError('not-found', 'Reply does not exist in this thread.')
    return mail
  },
})
