import { route } from '../../../shared/http/route.ts'
import { findClassifier } from './classifier.store.ts'
import { ModelList } from './model-requests.ts'

/** Returns the store's trained models, the one in use, and the measures of each. */
export const listModelsRoute = route({
  method: 'GET',
  path: '/email/models',
  scope: 'email:read',
  summary: 'List classifier models',
  response: ModelList,
  success: 200,
  run: async ({ principal: { store } }) => {
    const classifier = await findClassifier(store)
    return { serving: classifier?.serving ?? 'seed', items: classifier?.models ?? [] }
  },
})
