import { StoreFacts } from '../../../events/quality/facts.ts'
import { route } from '../../../shared/http/route.ts'
import { StoreFactsView, toFactsView } from './fact-requests.ts'
import { recordFacts } from './record-facts.usecase.ts'

/** Takes what is known of the store, whole: what is left out is known no longer. It holds for the runs to come. */
export const recordStoreFactsRoute = route({
  method: 'PUT',
  path: '/quality/facts/store',
  scope: 'quality:write',
  summary: 'Tell what is known of the store',
  request: StoreFacts,
  response: StoreFactsView,
  success: 200,
  changes: true,
  run: async (context) => {
    const sheet = await recordFacts(context, { subject: 'store', facts: context.body })
    return toFactsView(sheet)
  },
})
