import { answerOnce, created, route } from '../../../shared/http/route.ts'
import { derivedId } from '../../../shared/ids.ts'
import { CheckPath, requireCheck } from '../checks/check-requests.ts'
import { commitBackTest } from './back-test.store.ts'
import { startBackTest } from './back-test.ts'
import { BackTestView, StartBackTestRequest, toBackTest } from './back-test-requests.ts'

/**
 * Starts a back-test of a check with proposed settings over past orders. It runs in the background; the response names
 * the address of its result. No order is held and no issue is opened.
 */
export const startBackTestRoute = route({
  method: 'POST',
  path: '/quality/checks/{code}/back-test',
  scope: 'quality:write',
  summary: 'Start a back-test of a check',
  params: CheckPath,
  request: StartBackTestRequest,
  response: BackTestView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ params, body, principal: { id: by, store }, idempotency, cause, now }) => {
    const check = requireCheck(params.code)
    const id = derivedId('bkt', store, check.code, cause.causationId)
    const decision = startBackTest(check, toBackTest(check, body), { store, id, by }, now)
    const first = created(`/quality/back-tests/${id}`, decision.next)
    const outcome = await commitBackTest(decision, cause, now, idempotency?.marker(first))
    return answerOnce(first, outcome, idempotency)
  },
})
