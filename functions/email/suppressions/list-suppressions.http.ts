import { route } from '../../../shared/http/route.ts'
import { listSuppressions } from './suppression.store.ts'
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
    const page = await listSuppressions(store, { after: await cursor.open(), limit })
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
