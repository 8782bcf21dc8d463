/** Every deployed function: bundle name and the file that exports its `handler`. */
export const deployedFunctions = {
  'orders-api': 'functions/orders/api.ts',
  'orders-inbox': 'functions/orders/inbox.ts',
  'quality-api': 'functions/quality/api.ts',
  'quality-inbox': 'functions/quality/inbox.ts',
  'holds-schedule': 'functions/quality/runs/warn-of-holds-at-risk.cron.ts',
  'email-api': 'functions/email/api.ts',
  'email-inbox': 'functions/email/inbox.ts',
  'operations-schedule': 'functions/operations/measure-backlog.cron.ts',
  'identity-token': 'functions/identity/narrow-scopes.token.ts',
  'channels-api': 'functions/channels/api.ts',
  'channels-inbox': 'functions/channels/inbox.ts',
  'receivers-webhooks': 'functions/channels/deliveries/receive-delivery.http.ts',
  'receivers-amazon': 'functions/channels/deliveries/receive-order-change.event.ts',
  'channel-poll-schedule': 'functions/channels/polling/poll-connections.cron.ts',
  'webhooks-maker': 'functions/channels/webhooks/create-webhooks-when-event-published.event.ts',
  'webhooks-sender': 'functions/channels/webhooks/send-webhooks.event.ts',
  'answers-schedule': 'functions/email/threads/warn-of-late-answers.cron.ts',
  'incoming-mail': 'functions/email/messages/receive-mail.mail.ts',
  'learning-schedule': 'functions/email/classifier/retrain-classifiers.cron.ts',
  'privacy-api': 'functions/privacy/api.ts',
  'privacy-inbox': 'functions/privacy/inbox.ts',
  'privacy-reviews-schedule': 'functions/privacy/review-requests.cron.ts',
  'docs-api': 'functions/docs/api.ts',
  'outbox-relay': 'functions/outbox/relay-events.stream.ts',
} as const

export type DeployedFunction = keyof typeof deployedFunctions
