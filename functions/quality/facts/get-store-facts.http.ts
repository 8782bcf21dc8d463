import { route } from '../../../shared/http/route.ts'
import { StoreFactsView, toFactsView } from './fact-requests.ts'
import { findFactSheet } from './fact-sheet.store.ts'

/** Returns the facts recorded about the store. */
export const getStoreFactsRoute = route({
  method: 'GET',
  path: '/quality/facts/store',
  scope: 'quality:read',
  summary: 'Get the facts of the store',
  response: StoreFactsView,
  success: 200,
  run: async ({ principal: { store } }) => {
    const sheet = await findFactSheet(store, { subject: 'store' })
    return toFactsView(sheet)
  },
})
