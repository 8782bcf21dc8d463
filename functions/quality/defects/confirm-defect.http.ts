import { DomainError } from '../../../shared/domain-error.ts'
import { answer, answerOnce, created, etag, route } from '../../../shared/http/route.ts'
import { derivedId } from '../../../shared/ids.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { saveAnswer } from '../../../shared/table/commit.store.ts'
import { findIssue } from '../issues/issue.store.ts'
import { commitDefect, findOpenDefects, loadDefect } from './defect.store.ts'
import { confirmDefect, openDefect } from './defect.ts'
import { ConfirmDefectRequest, DefectView, toDefectView } from './defect-requests.ts'

/**
 * Confirms a defect of a SKU, a lot or a supplier: every open and every new order that contains it is held. If the
 * defect is already open, it is returned unchanged.
 */
export const confirmDefectRoute = route({
  method: 'POST',
  path: '/quality/defects',
  scope: 'quality:write',
  summary: 'Confirm a defect',
  request: ConfirmDefectRequest,
  response: DefectView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body, principal: { id: by, store }, idempotency, cause, now }) => {
    await expectIssue(store, body.issueId)
    return retryOnBusy(async () => {
      const open = await findOpenDefects(store)
      const existing = openDefect(open, body)
      if (existing !== undefined) {
        const defect = toDefectView(await loadDefect(store, existing.id))
        const again = answer(200, defect, {
          location: `/quality/defects/${defect.id}`,
          etag: etag(defect.version),
        })
        if (idempotency === undefined) return again
        return answerOnce(again, await saveAnswer(idempotency.marker(again), now), idempotency)
      }
      // The same SKU may be defective again later: each confirmation is a defect of its own.
      const id = derivedId('dft', store, body.subject, body.value, cause.causationId)
      const decision = confirmDefect(open, body, { store, id, by }, now)
      const first = created(`/quality/defects/${id}`, toDefectView(decision.defect.next))
      return answerOnce(
        first,
        await commitDefect(decision, cause, now, idempotency?.marker(first)),
        idempotency,
      )
    })
  },
})

async function expectIssue(store: string, issueId: string | undefined): Promise<void> {
  if (issueId === undefined || (await findIssue(store, issueId)) !== undefined) return
  throw new DomainError('invalid-request', 'Invalid body: issueId names no issue.', {
    fields: [{ path: 'issueId', expected: 'the id of an issue', received: 'the id of none' }],
  })
}
