import { route } from '../../../shared/http/route.ts'
import { checks } from './check-register.ts'
import { CheckList, toCheckView } from './check-requests.ts'
import { findCheckSettings } from './check-settings.store.ts'

/** Lists every check with the store's settings. */
export const listChecksRoute = route({
  method: 'GET',
  path: '/quality/checks',
  scope: 'quality:read',
  summary: 'List checks',
  response: CheckList,
  success: 200,
  run: async ({ principal }) => {
    const settings = await findCheckSettings(principal.store)
    return { items: checks.map((check) => toCheckView(check, settings)) }
  },
})
