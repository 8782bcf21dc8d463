import { answer, answerOnce, route } from '../../shared/http/route.ts'
import { derivedId } from '../../shared/ids.ts'
import { saveAnswer } from '../../shared/table/commit.store.ts'
import { erasedRecords } from './forget-record.store.ts'
import { Reapplied, ReapplyErasures } from './privacy-requests.ts'
import { commitRequest } from './request.store.ts'
import { openRequest } from './request.ts'

/** Most records of one request. */
const pageSize = 500

/**
 * Erases again every record that was ever erased, after the table was restored to an earlier time. The list is stored in
 * the table of keys, which a restore does not touch.
 */
export const reapplyErasuresRoute = route({
  method: 'POST',
  path: '/privacy/reapplications',
  scope: 'privacy:write',
  summary: 'Reapply erasures after a restore',
  request: ReapplyErasures,
  response: Reapplied,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body: { note }, principal: { id: by, store }, idempotency, cause, now }) => {
    const requestIds: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await erasedRecords(store, { after, limit: pageSize })
      const id = derivedId('prv', store, by, cause.causationId, after ?? '')
      const named = (isOrder: boolean) =>
        page.records.filter(({ type }) => (type === 'order') === isOrder).map((record) => record.id)
      if (page.records.length > 0) {
        const records = { orderIds: named(true), recordIds: named(false) }
        await commitRequest(
          openRequest({ id, store, kind: 'reapplication', ...records, note, by }, now),
          cause,
          now,
        )
        requestIds.push(id)
      }
      if (page.next === undefined) break
      after = page.next
    }
    const first = answer(201, { requestIds })
    return idempotency === undefined
      ? first
      : answerOnce(first, await saveAnswer(idempotency.marker(first), now), idempotency)
  },
})
