import { route } from '../../shared/http/route.ts'
import { list } from '../../shared/table/list.store.ts'
import { byStatus, issues, issuesOf } from './quality.store.ts'
import { IssueList, ListIssuesQuery } from './quality-requests.ts'

/** Lists quality issues, the oldest first: open ones unless told otherwise, or all of one order. */
export const listIssuesRoute = route({
  method: 'GET',
  path: '/quality/issues',
  scope: 'quality:read',
  summary: 'List quality issues',
  query: ListIssuesQuery,
  response: IssueList,
  success: 200,
  run: async ({ query: { status, orderId, limit }, principal: { store }, cursor }) => {
    if (orderId !== undefined) return { items: await issuesOf(store, orderId) }
    const page = await list(
      issues,
      store,
      { index: 'gsi1', partitions: [byStatus(store, status)], after: await cursor.open(), limit },
      (issue) => issue.status === status,
    )
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
