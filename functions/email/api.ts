import { apiHandler } from '../../shared/http/api.ts'
import { getMessageRoute } from './get-message.http.ts'
import { listMessagesRoute } from './list-messages.http.ts'

export const routes = [listMessagesRoute, getMessageRoute]

export const handler = apiHandler(routes)
