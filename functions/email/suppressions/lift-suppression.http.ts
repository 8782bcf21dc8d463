import { route } from '../../../shared/http/route.ts'
import { commitSuppression, loadSuppression } from './suppression.store.ts'
import { lift } from './suppression.ts'
import { SuppressionPath, SuppressionView } from './suppression-requests.ts'

/** Lets mail go to an address again: its owner asked for it, or its mailbox works again. */
export const liftSuppressionRoute = route({
  method: 'POST',
  path: '/email/suppressions/{suppressionId}/lift',
  scope: 'email:write',
  summary: 'Let mail go to an address again',
  params: SuppressionPath,
  response: SuppressionView,
  success: 200,
  changes: true,
  run: async ({ params, principal: { store }, ifMatch, cause, now }) => {
    const known = await loadSuppression(store, params.suppressionId)
    ifMatch(known.version)
    const decision = lift(known, now)
    await commitSuppression(decision, cause, now)
    return decision.next
  },
})
