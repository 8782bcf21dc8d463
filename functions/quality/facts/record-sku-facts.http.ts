import { SkuFacts } from '../../../events/quality/facts.ts'
import { route } from '../../../shared/http/route.ts'
import { SkuFactsPath, SkuFactsView, toFactsView } from './fact-requests.ts'
import { recordFacts } from './record-facts.usecase.ts'

/** Replaces the facts of a SKU; a missing field is removed. They apply to future runs. */
export const recordSkuFactsRoute = route({
  method: 'PUT',
  path: '/quality/facts/skus/{sku}',
  scope: 'quality:write',
  summary: 'Record the facts of a SKU',
  params: SkuFactsPath,
  request: SkuFacts,
  response: SkuFactsView,
  success: 200,
  changes: true,
  run: async (context) => {
    const { params, body } = context
    const sheet = await recordFacts(context, { subject: 'sku', sku: params.sku, facts: body })
    return { ...toFactsView(sheet), sku: params.sku }
  },
})
