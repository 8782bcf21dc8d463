import type { ReportedOrder } from '../../../events/orders/order-scan-events.ts'
import { loadIssues } from '../issues/issue.store.ts'
import { isOfCheck, issueId } from '../issues/issue.ts'
import { loadEvaluationContext } from '../runs/evaluation-context.usecase.ts'
import type { BackTest, PastOrder } from './back-test.ts'

/** Orders whose facts are read in parallel. */
const batchSize = 10

/** Adds to past orders their facts as they are now and the check's issue, where the check opened one. */
export async function loadPastOrders(
  { store, check }: BackTest,
  reported: readonly ReportedOrder[],
): Promise<PastOrder[]> {
  const opened = await loadIssues(
    store,
    reported.map(({ order }) => issueId(store, order.id, check)),
  )
  const byOrder = new Map(opened.filter(isOfCheck).map((issue) => [issue.orderId, issue]))
  const past: PastOrder[] = []
  for (let n = 0; n < reported.length; n += batchSize) {
    const batch = reported.slice(n, n + batchSize)
    const contexts = await Promise.all(batch.map(({ order }) => loadEvaluationContext(order)))
    past.push(
      ...batch.map((one, place) => ({
        ...one,
        facts: contexts[place]?.facts ?? {},
        issue: byOrder.get(one.order.id),
      })),
    )
  }
  return past
}
