import { route } from '../../../shared/http/route.ts'
import { loadEmailSettings } from './email-settings.store.ts'
import { SettingsView, toSettingsView } from './settings-requests.ts'

/** Shows how the store has its customers' mail handled. */
export const getSettingsRoute = route({
  method: 'GET',
  path: '/email/settings',
  scope: 'email:read',
  summary: 'Show how mail is handled',
  response: SettingsView,
  success: 200,
  run: async ({ principal: { store } }) => toSettingsView(await loadEmailSettings(store)),
})
