import { answerOnce, created, route } from '../../shared/http/route.ts'
import { derivedId } from '../../shared/ids.ts'
import { identityOf } from '../../shared/privacy/identity.ts'
import { OpenPrivacyRequest, PrivacyRequestView, toRequestView } from './privacy-requests.ts'
import { commitRequest } from './request.store.ts'
import { openRequest } from './request.ts'
import { erasedBefore } from './subject.store.ts'

/**
 * Opens a person's request for their data or for its erasure (LGPD, art. 18). Every slice reports its records; the
 * request shows the progress, and finally what is retained and why.
 */
export const openPrivacyRequestRoute = route({
  method: 'POST',
  path: '/privacy/requests',
  scope: 'privacy:write',
  summary: 'Request a person’s data or its erasure',
  request: OpenPrivacyRequest,
  response: PrivacyRequestView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body: { kind, person, note }, principal, idempotency, cause, now }) => {
    const { id: by, store } = principal
    const id = derivedId('prv', store, by, cause.causationId)
    const identity = identityOf(person)
    const opening = { id, store, kind, identity, note, erasedBefore: await erasedBefore(store, identity), by }
    const decision = openRequest(opening, now)
    const first = created(`/privacy/requests/${id}`, toRequestView(decision.next))
    return answerOnce(
      first,
      await commitRequest(decision, cause, now, idempotency?.marker(first)),
      idempotency,
    )
  },
})
