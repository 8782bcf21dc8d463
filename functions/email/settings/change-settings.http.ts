import { route } from '../../../shared/http/route.ts'
import { commitEmailSettings, findEmailSettings } from './email-settings.store.ts'
import { changeSettings } from './email-settings.ts'
import { ChangeSettingsRequest, SettingsView, toSettingsView } from './settings-requests.ts'

/** Changes the mail settings. They apply to new mail; running clocks keep their targets. */
export const changeSettingsRoute = route({
  method: 'PUT',
  path: '/email/settings',
  scope: 'email:write',
  summary: 'Change the mail settings',
  request: ChangeSettingsRequest,
  response: SettingsView,
  success: 200,
  changes: true,
  run: async ({ body, principal: { store }, ifMatch, cause, now }) => {
    const stored = await findEmailSettings(store)
    ifMatch(stored?.version ?? 0)
    const decision = changeSettings(stored, store, body)
    await commitEmailSettings(decision, cause, now)
    return toSettingsView(decision.next)
  },
})
