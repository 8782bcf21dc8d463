import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { messages } from './message.store.ts'
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
    const page = await list(messages, store, {
      index: orderId === undefined ? 'gsi1' : 'gsi2',
      partitions: [
        orderId === undefined
          ? lists.messages.partition(store)
          : lists.messagesOfOrder.partition(store, orderId),
      ],
      descending: true,
      after: await cursor.open(),
      limit,
    })
    const nextCursor = await cursor.sign(page.next)
    return { items: page.items.map(toSummary), ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
