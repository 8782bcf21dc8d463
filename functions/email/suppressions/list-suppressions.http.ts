import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { suppressions } from './suppression.store.ts'
import { isInForce } from './suppression.ts'
import { ListSuppressionsQuery, SuppressionList } from './suppression-requests.ts'

/** Lists the suppressed addresses, the newest first. */
export const listSuppressionsRoute = route({
  method: 'GET',
  path: '/email/suppressions',
  scope: 'email:read',
  summary: 'List suppressed addresses',
  query: ListSuppressionsQuery,
  response: SuppressionList,
  success: 200,
  run: async ({ query: { limit }, principal: { store }, cursor }) => {
    const page = await list(
      suppressions,
      store,
      {
        index: lists.suppressions.index,
        partitions: [lists.suppressions.partition(store)],
        descending: true,
        after: await cursor.open(),
        limit,
      },
      isInForce,
    )
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
