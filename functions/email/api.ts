import { apiHandler } from '../../shared/http/api.ts'
import { changeSettingsRoute } from './change-settings.http.ts'
import { getMessageRoute } from './get-message.http.ts'
import { getSettingsRoute } from './get-settings.http.ts'
import { listMessagesRoute } from './list-messages.http.ts'

export const routes = [listMessagesRoute, getMessageRoute, getSettingsRoute, changeSettingsRoute]

export const handler = apiHandler(routes)
