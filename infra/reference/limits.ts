import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { code, page, tableOf } from './table.ts'

/** A limit: its area, what it limits, and the constant or property that states it. */
type Limit = readonly [area: string, text: string, path: string, name: string]

const limits: readonly Limit[] = [
  ['API', 'Body of a request, in bytes', 'shared/http/request.ts', 'maxBodyBytes'],
  ['API', 'Requests per second to the stage', 'infra/constructs/http-api.ts', 'rateLimit'],
  ['API', 'Requests in a burst', 'infra/constructs/http-api.ts', 'burstLimit'],
  [
    'API',
    'Requests of one address in five minutes, with the edge',
    'infra/constructs/firewall.ts',
    'mostFromOneAddress',
  ],
  [
    'API',
    'Time for which the first answer to an `Idempotency-Key` is stored, in seconds',
    'shared/table/commit.store.ts',
    'answerTtlSeconds',
  ],
  [
    'API',
    'Time for which the stores of a principal are cached, in milliseconds',
    'shared/http/principal.store.ts',
    'cacheMilliseconds',
  ],
  ['Events', 'State and events of one version, in bytes', 'shared/table/aggregate.ts', 'maxEventBytes'],
  [
    'Channels',
    'Body of a webhook call, in bytes',
    'functions/channels/deliveries/raw-body.ts',
    'maxCallBytes',
  ],
  [
    'Channels',
    'Body of a webhook call, packed, in bytes',
    'functions/channels/deliveries/raw-body.ts',
    'maxPackedBytes',
  ],
  [
    'Channels',
    'Response of a platform, in bytes',
    'functions/channels/platforms/fetch/platform-request.client.ts',
    'maxBytes',
  ],
  [
    'Channels',
    'Period that one poll covers, in milliseconds',
    'functions/channels/polling/poll.ts',
    'maxWindowMilliseconds',
  ],
  [
    'Channels',
    'Unmapped parts that are reported of one payload',
    'functions/channels/canonical/mapping.ts',
    'maxUnmapped',
  ],
  ['Webhooks', 'Subscriptions of a store', 'functions/channels/webhooks/subscription.ts', 'maxSubscriptions'],
  ['Webhooks', 'Body of a webhook, in bytes', 'functions/channels/webhooks/webhook-body.ts', 'maxBytes'],
  [
    'Webhooks',
    'Time for a receiver to answer, in milliseconds',
    'functions/channels/webhooks/receiver.client.ts',
    'timeoutMilliseconds',
  ],
  [
    'Webhooks',
    'Longest `Retry-After` that is respected, in seconds',
    'functions/channels/webhooks/retry-schedule.ts',
    'maxRetryAfter',
  ],
  [
    'Webhooks',
    'Time for which the log is stored, in milliseconds',
    'functions/channels/webhooks/webhook.store.ts',
    'retentionMilliseconds',
  ],
  ['E-mail', 'An incoming mail, in bytes', 'functions/email/messages/mail-bucket.client.ts', 'maxMailBytes'],
  [
    'E-mail',
    'Text of a message that is stored, in bytes',
    'functions/email/messages/message.ts',
    'maxTextBytes',
  ],
  ['E-mail', 'Files of a mail', 'functions/email/messages/store-files.usecase.ts', 'maxFiles'],
  [
    'E-mail',
    'One file of a mail, in bytes',
    'functions/email/messages/store-files.usecase.ts',
    'maxFileBytes',
  ],
  [
    'E-mail',
    'Time for which the link to a file works, in seconds',
    'functions/email/messages/mail-bucket.client.ts',
    'linkSeconds',
  ],
  ['E-mail', 'Messages of a conversation', 'functions/email/threads/thread.ts', 'maxMessages'],
  ['E-mail', 'Text of a reply, in characters', 'functions/email/threads/thread-requests.ts', 'maxTextLength'],
  [
    'E-mail',
    'Mails of one sender that are read in an hour (a setting)',
    'functions/email/settings/email-settings.ts',
    'mailsOfSenderPerHour',
  ],
  [
    'E-mail',
    'Acknowledgements to one address in a day (a setting)',
    'functions/email/settings/email-settings.ts',
    'acknowledgementsPerDay',
  ],
  [
    'E-mail',
    'Replies in one conversation in an hour (a setting)',
    'functions/email/settings/email-settings.ts',
    'repliesInThreadPerHour',
  ],
  [
    'E-mail',
    'Replies to one address in an hour (a setting)',
    'functions/email/settings/email-settings.ts',
    'repliesToAddressPerHour',
  ],
  [
    'E-mail',
    'Newest mails that a model is trained on',
    'functions/email/classifier/retrain-due.usecase.ts',
    'maxMails',
  ],
  ['Quality', 'Open defects of a store', 'functions/quality/defects/defect.ts', 'maxOpen'],
  [
    'Quality',
    'Duration of a waiver, in milliseconds',
    'functions/quality/issues/waive-issue.ts',
    'maxMilliseconds',
  ],
  [
    'Privacy',
    'Rounds of a request before it waits for the next day',
    'functions/privacy/request.ts',
    'mostRounds',
  ],
]

/** Every limit with the value that the code states. Errors: a constant that is not there, or is no number. */
export function limitsPage(root: string): string {
  const rows = limits.map(([area, text, path, name]) => [area, text, valueOf(root, path, name), code(path)])
  return page(
    'Limits',
    'Each limit is set once in the code, and this page follows it. Quotas of AWS come on top.',
    tableOf(['Area', 'Limit', 'Value', 'Stated in'], rows),
  )
}

/** The number, or product of numbers, that a constant or property of a file is set to. */
function valueOf(root: string, path: string, name: string): string {
  const source = readFileSync(join(root, path), 'utf8')
  const [, expression] =
    new RegExp(`\\b(?:const ${name} =|${name}:)\\s*([\\d_]+(?:\\s*\\*\\s*[\\d_]+)*)`).exec(source) ?? []
  if (expression === undefined)
    throw new Error(
      `${path} does not set ${name} to a number. Correct its entry in infra/reference/limits.ts.`,
    )
  const factors = expression.split('*').map((factor) => Number(factor.replaceAll('_', '')))
  return factors.reduce((product, factor) => product * factor, 1).toLocaleString('en-US')
}
