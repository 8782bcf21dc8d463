import { apiHandler } from '../../shared/http/api.ts'
import { changeSettingsRoute } from './change-settings.http.ts'
import { closeThreadRoute } from './close-thread.http.ts'
import { correctCategoryRoute } from './correct-category.http.ts'
import { draftReplyRoute } from './draft-reply.http.ts'
import { getAttachmentRoute } from './get-attachment.http.ts'
import { getMessageRoute } from './get-message.http.ts'
import { getMessageHtmlRoute } from './get-message-html.http.ts'
import { getReplyRoute } from './get-reply.http.ts'
import { getSettingsRoute } from './get-settings.http.ts'
import { getThreadRoute } from './get-thread.http.ts'
import { liftSuppressionRoute } from './lift-suppression.http.ts'
import { linkThreadOrderRoute } from './link-thread-order.http.ts'
import { listMessagesRoute } from './list-messages.http.ts'
import { listModelsRoute } from './list-models.http.ts'
import { listSuppressionsRoute } from './list-suppressions.http.ts'
import { listTemplatesRoute } from './list-templates.http.ts'
import { listThreadsRoute } from './list-threads.http.ts'
import { mergeThreadRoute } from './merge-thread.http.ts'
import { reopenThreadRoute } from './reopen-thread.http.ts'
import { replyToThreadRoute } from './reply-to-thread.http.ts'
import { resolveThreadRoute } from './resolve-thread.http.ts'
import { routeThreadRoute } from './route-thread.http.ts'
import { splitThreadRoute } from './split-thread.http.ts'
import { undoThreadRoute } from './undo-thread.http.ts'

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
