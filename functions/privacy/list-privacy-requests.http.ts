import { route } from '../../shared/http/route.ts'
import { lists } from '../../shared/table/keys.ts'
import { list } from '../../shared/table/list.store.ts'
import { ListPrivacyRequestsQuery, PrivacyRequestList, toRequestView } from './privacy-requests.ts'
import { requests } from './request.store.ts'

/** Lists privacy requests, the newest first. */
export const listPrivacyRequestsRoute = route({
  method: 'GET',
  path: '/privacy/requests',
  scope: 'privacy:read',
  summary: 'List privacy requests, the newest first',
  query: ListPrivacyRequestsQuery,
  response: PrivacyRequestList,
  success: 200,
  run: async ({ query: { limit }, principal: { store }, cursor }) => {
    const partitions = [lists.privacyRequests.partition(store)]
    const after = await cursor.open()
    const page = await list(requests, store, {
      index: lists.privacyRequests.index,
      partitions,
      descending: true,
      after,
      limit,
    })
    const nextCursor = await cursor.sign(page.next)
    return { items: page.items.map(toRequestView), ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
