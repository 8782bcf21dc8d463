import { route } from '../../../shared/http/route.ts'
import { readHistory } from '../../../shared/table/history.store.ts'
import { issues, loadIssue } from './issue.store.ts'
import { IssueHistory, IssueHistoryQuery, IssuePath } from './issue-requests.ts'

/** Lists the events of an issue, oldest first: what happened, when and by whom, including comments. */
export const issueHistoryRoute = route({
  method: 'GET',
  path: '/quality/issues/{issueId}/history',
  scope: 'quality:read',
  summary: 'List the events of a quality issue',
  params: IssuePath,
  query: IssueHistoryQuery,
  response: IssueHistory,
  success: 200,
  run: async ({ params, query: { limit }, principal, cursor }) => {
    const { store, id } = await loadIssue(principal.store, params.issueId)
    const page = await readHistory(issues, { store, id }, { after: await cursor.open(), limit })
    const nextCursor = await cursor.sign(page.next)
    return {
      items: page.items.map(({ id, type, aggregate: { version }, occurredAt, actor, data }) => ({
        id,
        type,
        version,
        occurredAt,
        actor,
        data,
      })),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    }
  },
})
