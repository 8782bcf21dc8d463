import { route } from '../../../shared/http/route.ts'
import { SkuFactsPath, SkuFactsView, toFactsView } from './fact-requests.ts'
import { findFactSheet } from './fact-sheet.store.ts'

/** Returns the facts recorded about a SKU. */
export const getSkuFactsRoute = route({
  method: 'GET',
  path: '/quality/facts/skus/{sku}',
  scope: 'quality:read',
  summary: 'Get the facts of a SKU',
  params: SkuFactsPath,
  response: SkuFactsView,
  success: 200,
  run: async ({ params, principal: { store } }) => {
    const sheet = await findFactSheet(store, { subject: 'sku', sku: params.sku })
    return { ...toFactsView(sheet), sku: params.sku }
  },
})
