import { route } from '../../../shared/http/route.ts'
import { checks } from './check-register.ts'
import { CheckList, toCheckView } from './check-requests.ts'
import { findCheckSettings } from './check-settings.store.ts'

/** Lists every check that is made before dispatch, and how the store has it made. */
export const listChecksRoute = route({
  method: 'GET',
  path: '/quality/checks',
  scope: 'quality:read',
  summary: 'List the checks',
  response: CheckList,
  success: 200,
  run: async ({ principal }) => {
    const settings = await findCheckSettings(principal.store)
    return { items: checks.map((check) => toCheckView(check, settings)) }
  },
})
