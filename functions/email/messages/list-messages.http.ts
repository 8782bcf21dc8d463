import { route } from '../../../shared/http/route.ts'
import { listMessages } from './message.store.ts'
import { ListMessagesQuery, MessageList, toSummary } from './message-requests.ts'

/** Lists incoming messages, the newest first: of the store or of one order. */
export const listMessagesRoute = route({
  method: 'GET',
  path: '/email/messages',
  scope: 'email:read',
  summary: 'List incoming messages',
  query: ListMessagesQuery,
  response: MessageList,
  success: 200,
  run: async ({ query: { orderId, limit }, principal: { store }, cursor }) => {
    const page = await listMessages(store, { orderId, after: await cursor.open(), limit })
    const nextCursor = await cursor.sign(page.next)
    return { items: page.items.map(toSummary), ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
