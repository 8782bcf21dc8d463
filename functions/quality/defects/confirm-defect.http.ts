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
 * Confirms that a SKU, a lot or a supplier is defective: every open order that contains it is held, and every new one.
 * One that stands already is returned, nothing is new.
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
      const known = openDefect(open, body)
      if (known !== undefined) {
        const defect = toDefectView(await loadDefect(store, known.id))
        const again = answer(200, defect, {
          location: `/quality/defects/${defect.id}`,
          etag: etag(defect.version),
        })
        if (idempotency === undefined) return again
        return answerOnce(again, await saveAnswer(idempotency.marker(again), now), idempotency)
      }
      // The same SKU may be defective again one day: each confirmation is a defect of its own.
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
  throw new DomainError('invalid-request', 'the body is not as expected: issueId: there is no such issue', {
    fields: [{ path: 'issueId', expected: 'the id of an issue', received: 'the id of none' }],
  })
}
