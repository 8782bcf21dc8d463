import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { findMail } from '../mails/mail.store.ts'
import { isThreadMail } from '../mails/mail.ts'
import { ReplyPath, ReplyView } from './reply-requests.ts'

/** Shows a mail of ours in a conversation: whether it was sent, and what became of it. */
export const getReplyRoute = route({
  method: 'GET',
  path: '/email/threads/{threadId}/replies/{replyId}',
  scope: 'email:read',
  summary: 'Show an answer and what became of it',
  params: ReplyPath,
  response: ReplyView,
  success: 200,
  run: async ({ params: { threadId, replyId }, principal: { store } }) => {
    const mail = await findMail(store, replyId)
    if (mail === undefined || !isThreadMail(mail) || mail.threadId !== threadId)
      throw new DomainError('not-found', 'there is no answer with this id in this conversation')
    return mail
  },
})
