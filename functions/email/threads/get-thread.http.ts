import { route } from '../../../shared/http/route.ts'
import { mailsIn } from '../mails/mail.store.ts'
import { loadMessages } from '../messages/message.store.ts'
import { loadThread } from './thread.store.ts'
import { ThreadDetail, ThreadPath, toDetail } from './thread-requests.ts'

const maxReplies = 50

/** Returns a thread with the texts of its newest messages. */
export const getThreadRoute = route({
  method: 'GET',
  path: '/email/threads/{threadId}',
  scope: 'email:read',
  summary: 'Get a thread with its messages',
  params: ThreadPath,
  response: ThreadDetail,
  success: 200,
  run: async ({ params, principal: { store } }) => {
    const thread = await loadThread(store, params.threadId)
    const incoming = thread.messages.filter(({ direction }) => direction === 'in').map(({ id }) => id)
    const [messages, replies] = await Promise.all([
      loadMessages(store, incoming),
      mailsIn(store, thread.id, maxReplies),
    ])
    return toDetail(thread, messages, replies)
  },
})
