import type { ReportedOrder } from '../../../events/orders/order-scan-events.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { load, loadMany } from '../../../shared/table/load.store.ts'
import { issues } from '../issues/issue.store.ts'
import { isOfCheck } from '../issues/issue.ts'
import { issueId } from '../issues/issue-id.ts'
import { loadEvaluationContext } from '../runs/evaluation-context.usecase.ts'
import type { BackTest, PastOrder } from './back-test.ts'

export const backTests: AggregateKind<BackTest> = {
  name: 'BACK-TEST',
  slice: 'quality',
  type: 'back-test',
  retention: 'business',
}

export const loadBackTest = (store: string, id: string): Promise<BackTest> => load(backTests, store, id)

/** Orders whose facts are read side by side. */
const batchSize = 10

/** Past orders with what is known of them: facts as they are by now, and the check's issue where it opened one. */
export async function loadPastOrders(
  { store, check }: BackTest,
  reported: readonly ReportedOrder[],
): Promise<PastOrder[]> {
  const opened = await loadMany(
    issues,
    store,
    reported.map(({ order }) => issueId(store, order.id, check)),
  )
  const byOrder = new Map(opened.filter(isOfCheck).map((issue) => [issue.orderId, issue]))
  const past: PastOrder[] = []
  for (let n = 0; n < reported.length; n += batchSize) {
    const some = reported.slice(n, n + batchSize)
    const contexts = await Promise.all(some.map(({ order }) => loadEvaluationContext(order)))
    past.push(
      ...some.map((one, place) => ({
        ...one,
        facts: contexts[place]?.facts ?? {},
        issue: byOrder.get(one.order.id),
      })),
    )
  }
  return past
}

/** Writes how far a back-test is, also when nobody is told of it. Error: `stale-version`. */
export const commitBackTest = (
  decision: Decision<BackTest>,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(backTests, decision)], cause, { at, marker, withoutEvents: true })
