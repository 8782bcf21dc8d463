import { departments } from '../../../events/quality/quality-events.ts'
import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list, type Page } from '../../../shared/table/list.store.ts'
import { checks } from '../checks/check-register.ts'
import { departmentPartition, issues, issuesOf } from './issue.store.ts'
import { type Issue, isClosed } from './issue.ts'
import { issuesReferringTo } from './issue-references.store.ts'
import { IssueList, ListIssuesQuery } from './issue-requests.ts'

/** The maximum number of reported issues in the list of an order. */
const maxOfOrder = 100

/**
 * Lists quality issues, first due first: those that are not closed unless a status is given, or all of one order.
 * Issues of a SKU or a supplier are listed oldest first.
 */
export const listIssuesRoute = route({
  method: 'GET',
  path: '/quality/issues',
  scope: 'quality:read',
  summary: 'List quality issues',
  query: ListIssuesQuery,
  response: IssueList,
  success: 200,
  run: async ({ query, principal: { store }, cursor }) => {
    if (query.orderId !== undefined) return { items: await allOfOrder(store, query.orderId) }
    const page = await pageOf(store, query, await cursor.open())
    const nextCursor = await cursor.sign(page.next)
    return { items: [...page.items], ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})

async function allOfOrder(store: string, orderId: string): Promise<Issue[]> {
  const reported = await issuesReferringTo(store, { kind: 'order', value: orderId }, { limit: maxOfOrder })
  const ofChecks = await issuesOf(
    store,
    orderId,
    checks.map(({ code }) => code),
  )
  return [...ofChecks, ...reported.items]
}

function pageOf(store: string, query: ListIssuesQuery, after: string | undefined): Promise<Page<Issue>> {
  const { department, status, sku, supplier, due, limit } = query
  const closed = status === 'resolved' || status === 'verified'
  const belongs = (issue: Issue): boolean =>
    (status === undefined ? !isClosed(issue) : issue.status === status) &&
    (department === undefined || issue.department === department) &&
    (due === undefined || issue.dueAt < due) &&
    (sku === undefined || refersTo(issue, 'sku', sku)) &&
    (supplier === undefined || refersTo(issue, 'supplier', supplier))
  if (sku !== undefined)
    return issuesReferringTo(store, { kind: 'sku', value: sku }, { after, limit }, belongs)
  if (supplier !== undefined)
    return issuesReferringTo(store, { kind: 'supplier', value: supplier }, { after, limit }, belongs)
  const partitions = (department === undefined ? departments : [department]).map((one) =>
    departmentPartition(store, one, closed),
  )
  return list(
    issues,
    store,
    { index: lists.issuesOfDepartment.index, partitions, before: due, after, limit },
    belongs,
  )
}

const refersTo = (issue: Issue, kind: 'sku' | 'supplier', value: string): boolean =>
  issue.references.some((reference) => reference.kind === kind && reference.value === value)
