import { apiHandler } from '../../shared/http/api.ts'
import { listModelsRoute } from './classifier/list-models.http.ts'
import { getAttachmentRoute } from './messages/get-attachment.http.ts'
import { getMessageRoute } from './messages/get-message.http.ts'
import { getMessageHtmlRoute } from './messages/get-message-html.http.ts'
import { listMessagesRoute } from './messages/list-messages.http.ts'
import { draftReplyRoute } from './replies/draft-reply.http.ts'
import { getReplyRoute } from './replies/get-reply.http.ts'
import { listTemplatesRoute } from './replies/list-templates.http.ts'
import { replyToThreadRoute } from './replies/reply-to-thread.http.ts'
import { changeSettingsRoute } from './settings/change-settings.http.ts'
import { getSettingsRoute } from './settings/get-settings.http.ts'
import { liftSuppressionRoute } from './suppressions/lift-suppression.http.ts'
import { listSuppressionsRoute } from './suppressions/list-suppressions.http.ts'
import { closeThreadRoute } from './threads/close-thread.http.ts'
import { getThreadRoute } from './threads/get-thread.http.ts'
import { linkThreadOrderRoute } from './threads/joining/link-thread-order.http.ts'
import { mergeThreadRoute } from './threads/joining/merge-thread.http.ts'
import { splitThreadRoute } from './threads/joining/split-thread.http.ts'
import { undoThreadRoute } from './threads/joining/undo-thread.http.ts'
import { listThreadsRoute } from './threads/list-threads.http.ts'
import { reopenThreadRoute } from './threads/reopen-thread.http.ts'
import { resolveThreadRoute } from './threads/resolve-thread.http.ts'
import { correctCategoryRoute } from './threads/routing/correct-category.http.ts'
import { routeThreadRoute } from './threads/routing/route-thread.http.ts'

export const routes = [
  listMessagesRoute,
  getMessageRoute,
  getMessageHtmlRoute,
  getAttachmentRoute,
  listThreadsRoute,
  getThreadRoute,
  mergeThreadRoute,
  splitThreadRoute,
  undoThreadRoute,
  linkThreadOrderRoute,
  routeThreadRoute,
  correctCategoryRoute,
  listModelsRoute,
  resolveThreadRoute,
  closeThreadRoute,
  reopenThreadRoute,
  draftReplyRoute,
  replyToThreadRoute,
  getReplyRoute,
  listTemplatesRoute,
  listSuppressionsRoute,
  liftSuppressionRoute,
  getSettingsRoute,
  changeSettingsRoute,
]

export const handler = apiHandler(routes)
