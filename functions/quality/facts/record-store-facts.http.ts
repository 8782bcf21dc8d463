import { StoreFacts } from '../../../events/quality/facts.ts'
import { route } from '../../../shared/http/route.ts'
import { StoreFactsView, toFactsView } from './fact-requests.ts'
import { recordFacts } from './record-facts.usecase.ts'

/** Replaces the facts of the store; a missing field is removed. They apply to future runs. */
export const recordStoreFactsRoute = route({
  method: 'PUT',
  path: '/quality/facts/store',
  scope: 'quality:write',
  summary: 'Record the facts of the store',
  request: StoreFacts,
  response: StoreFactsView,
  success: 200,
  changes: true,
  run: async (context) => {
    const sheet = await recordFacts(context, { subject: 'store', facts: context.body })
    return toFactsView(sheet)
  },
})
