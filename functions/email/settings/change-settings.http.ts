import { route } from '../../../shared/http/route.ts'
import { commitEmailSettings, findEmailSettings } from './email-settings.store.ts'
import { changeSettings } from './email-settings.ts'
import { ChangeSettingsRequest, SettingsView, toSettingsView } from './settings-requests.ts'

/** Sets how mail is handled. It holds for mail to come; clocks that run keep the targets that they began with. */
export const changeSettingsRoute = route({
  method: 'PUT',
  path: '/email/settings',
  scope: 'email:write',
  summary: 'Set how mail is handled',
  request: ChangeSettingsRequest,
  response: SettingsView,
  success: 200,
  changes: true,
  run: async ({ body, principal: { store }, ifMatch, cause, now }) => {
    const known = await findEmailSettings(store)
    ifMatch(known?.version ?? 0)
    const decision = changeSettings(known, store, body)
    await commitEmailSettings(decision, cause, now)
    return toSettingsView(decision.next)
  },
})
