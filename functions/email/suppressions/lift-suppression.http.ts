import { route } from '../../../shared/http/route.ts'
import { changeAggregate } from '../../../shared/table/change-aggregate.usecase.ts'
import { commitSuppression, loadSuppression } from './suppression.store.ts'
import { lift } from './suppression.ts'
import { SuppressionPath, SuppressionView } from './suppression-requests.ts'

/** Removes an address from the suppression list: its owner asked for it, or its mailbox works again. */
export const liftSuppressionRoute = route({
  method: 'POST',
  path: '/email/suppressions/{suppressionId}/lift',
  scope: 'email:write',
  summary: 'Remove an address from the suppression list',
  params: SuppressionPath,
  response: SuppressionView,
  success: 200,
  changes: true,
  run: (context) =>
    changeAggregate(
      { load: loadSuppression, commit: commitSuppression },
      context.params.suppressionId,
      context,
      lift,
    ),
})
