import { route } from '../../../shared/http/route.ts'
import { loadEmailSettings } from '../settings/email-settings.store.ts'
import { loadThread } from '../threads/thread.store.ts'
import { ThreadPath } from '../threads/thread-requests.ts'
import { draftReply } from './draft-reply.ts'
import { DraftQuery, DraftView } from './reply-requests.ts'
import { findThreadOrder } from './thread-order.usecase.ts'

/**
 * Drafts a reply: from the template of the thread's category, in the customer's language, with the facts of the order.
 */
export const draftReplyRoute = route({
  method: 'GET',
  path: '/email/threads/{threadId}/draft',
  scope: 'email:read',
  summary: 'Draft a reply',
  params: ThreadPath,
  query: DraftQuery,
  response: DraftView,
  success: 200,
  run: async ({ params, query, principal: { store } }) => {
    const thread = await loadThread(store, params.threadId)
    const [settings, order] = await Promise.all([loadEmailSettings(store), findThreadOrder(thread)])
    return draftReply(thread, settings, order, query)
  },
})
