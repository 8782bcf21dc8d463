import { route } from '../../../shared/http/route.ts'
import { findClassifier } from './classifier.store.ts'
import { ModelList } from './model-requests.ts'

/** Shows the models that learnt from the store's corrections, which one serves, and how good each was. */
export const listModelsRoute = route({
  method: 'GET',
  path: '/email/models',
  scope: 'email:read',
  summary: 'Show the record of models that read mail',
  response: ModelList,
  success: 200,
  run: async ({ principal: { store } }) => {
    const classifier = await findClassifier(store)
    return { serving: classifier?.serving ?? 'seed', items: classifier?.models ?? [] }
  },
})
