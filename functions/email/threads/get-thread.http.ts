import { route } from '../../../shared/http/route.ts'
import { mailsIn } from '../mails/mail.store.ts'
import { loadMessages } from '../messages/message.store.ts'
import { loadThread } from './thread.store.ts'
import { ThreadDetail, ThreadPath, toDetail } from './thread-requests.ts'

const mostAnswers = 50

/** Shows a conversation with the words of its newest messages. */
export const getThreadRoute = route({
  method: 'GET',
  path: '/email/threads/{threadId}',
  scope: 'email:read',
  summary: 'Show a conversation with its messages',
  params: ThreadPath,
  response: ThreadDetail,
  success: 200,
  run: async ({ params, principal: { store } }) => {
    const thread = await loadThread(store, params.threadId)
    const incoming = thread.messages.filter(({ direction }) => direction === 'in').map(({ id }) => id)
    const [messages, answers] = await Promise.all([
      loadMessages(store, incoming),
      mailsIn(store, thread.id, mostAnswers),
    ])
    return toDetail(thread, messages, answers)
  },
})
