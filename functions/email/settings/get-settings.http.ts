import { route } from '../../../shared/http/route.ts'
import { loadEmailSettings } from './email-settings.store.ts'
import { SettingsView, toSettingsView } from './settings-requests.ts'

/** Returns the store's mail settings. */
export const getSettingsRoute = route({
  method: 'GET',
  path: '/email/settings',
  scope: 'email:read',
  summary: 'Get the mail settings',
  response: SettingsView,
  success: 200,
  run: async ({ principal: { store } }) => toSettingsView(await loadEmailSettings(store)),
})
