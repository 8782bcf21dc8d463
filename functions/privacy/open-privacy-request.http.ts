import { answerOnce, created, route } from '../../shared/http/route.ts'
import { derivedId } from '../../shared/ids.ts'
import { OpenPrivacyRequest, PrivacyRequestView, toRequestView } from './privacy-requests.ts'
import { commitRequest } from './request.store.ts'
import { openRequest } from './request.ts'

/**
 * Takes a person's request for their data or for its erasure (LGPD, art. 18). Every slice is asked what it holds; the
 * request tells how far that has come, and in the end what is kept and why.
 */
export const openPrivacyRequestRoute = route({
  method: 'POST',
  path: '/privacy/requests',
  scope: 'privacy:write',
  summary: 'Ask for a person’s data or for its erasure',
  request: OpenPrivacyRequest,
  response: PrivacyRequestView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body: { kind, person, note }, principal, idempotency, cause, now }) => {
    const { id: by, store } = principal
    const id = derivedId('prv', store, by, cause.causationId)
    const decision = openRequest({ id, store, kind, identity: person, note, by }, now)
    const first = created(`/privacy/requests/${id}`, toRequestView(decision.next))
    return answerOnce(
      first,
      await commitRequest(decision, cause, now, idempotency?.marker(first)),
      idempotency,
    )
  },
})
