import { answerOnce, created, route } from '../../../shared/http/route.ts'
import { answerSubject } from '../mails/content/subject.ts'
import { textOf } from '../mails/content/texts.ts'
import { commitMail, threadMailsTo } from '../mails/mail.store.ts'
import { loadEmailSettings } from '../settings/email-settings.store.ts'
import { isSuppressed } from '../suppressions/suppression.store.ts'
import { loadThread } from '../threads/thread.store.ts'
import { ThreadPath } from '../threads/thread-requests.ts'
import { draftReply, languageOf } from './draft-reply.ts'
import { replyRecipient } from './reply-recipient.ts'
import { ReplyRequest, ReplyView } from './reply-requests.ts'
import { writeReply } from './thread-mail.ts'
import { findThreadOrder } from './thread-order.usecase.ts'

/** Replies to a customer, with free text or from a template. The reply is stored here, and sent once by a reaction. */
export const replyToThreadRoute = route({
  method: 'POST',
  path: '/email/threads/{threadId}/replies',
  scope: 'email:write',
  summary: 'Reply to a customer',
  params: ThreadPath,
  request: ReplyRequest,
  response: ReplyView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ params, body, principal: { id: by, store }, idempotency, cause, now }) => {
    const thread = await loadThread(store, params.threadId)
    const { address } = thread.customer
    const [settings, order, sent, suppressed] = await Promise.all([
      loadEmailSettings(store),
      findThreadOrder(thread),
      threadMailsTo(store, address),
      isSuppressed(store, address),
    ])
    const to = replyRecipient(thread, { suppressed, sent, limits: settings.limits }, now)
    const language = languageOf(thread, settings, body)
    const text = body.text ?? draftReply(thread, settings, order, body).text
    const subject = answerSubject(thread.subject, textOf(language, 'subject.unnamed'))
    const content = { to, language, subject, text, resolves: body.resolve }
    const decision = writeReply(thread, settings, content, { by, key: cause.causationId, now })
    const first = created(`/email/threads/${thread.id}/replies/${decision.next.id}`, decision.next)
    const outcome = await commitMail(decision, cause, now, idempotency?.marker(first))
    return answerOnce(first, outcome, idempotency)
  },
})
