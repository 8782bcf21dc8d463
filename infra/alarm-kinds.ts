import type { Stage } from './stage.ts'

/** `page` calls a person at once; `tell` is read in working hours. */
export type Severity = 'page' | 'tell'

/** How an alarm treats a period without data. */
export type MissingData = 'notBreaching' | 'breaching' | 'ignore'

/** Common settings of a kind of alarm; its runbook is `docs/operate/runbooks/<group>/<kind>.md`. */
export interface AlarmKind {
  /** Subject of the alarm, and folder of its runbook. */
  readonly group: 'api' | 'functions' | 'queues' | 'services' | 'business'
  /** `page` for customer impact or possible loss of data; the alarm is then part of `customers-feel-it`. */
  readonly severity: Severity
  /** Department that fixes it. */
  readonly owner: 'it' | 'front-office' | 'stock-logistics'
  readonly missingData: MissingData
  /** Meaning of the alarm, in its notice. */
  readonly means: string
}

/**
 * Every kind of alarm. Constructs create alarms of these kinds only, for every deployed resource. A kind without a
 * runbook, or without a test that raises and clears it, fails the build.
 */
export const alarmKinds = {
  'api-server-errors': {
    group: 'api',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'More than 5 % of the API requests return a 5xx.',
  },
  'api-client-errors': {
    group: 'api',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'More than half of the API requests return a 4xx.',
  },
  'api-slow': {
    group: 'api',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The p99 latency of the API is above three seconds.',
  },
  'api-throttled': {
    group: 'api',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'API Gateway refuses requests with a 429: the rate limit is exceeded.',
  },
  'function-errors': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'More than 5 % of the function’s invocations fail.',
  },
  'function-throttled': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Lambda throttles the function: its concurrency is used up.',
  },
  'function-slow': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function’s p99 duration is above 80 % of its timeout.',
  },
  'failures-undelivered': {
    group: 'functions',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'A failed event could not be sent to the function’s failure queue, or was dropped: it is lost.',
  },
  'schedule-failing': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The scheduled function fails repeatedly.',
  },
  'schedule-silent': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'breaching',
    means: 'The scheduled function was not started when it was due.',
  },
  'stream-behind': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function reads changes from the table stream more than one minute late.',
  },
  'stream-stalled': {
    group: 'functions',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function reads changes from the table stream more than five minutes late.',
  },
  'queue-late': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The oldest message of the queue has waited more than five minutes.',
  },
  'dead-letters-waiting': {
    group: 'queues',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The dead-letter queue holds messages.',
  },
  'dead-letters-old': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'A message has been in the dead-letter queue for a day; it is deleted after 14 days.',
  },
  'rule-failing': {
    group: 'queues',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The rule could not deliver events to its target and gave up.',
  },
  'rule-dropping': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The rule could not send failed events to its dead-letter queue: they are lost.',
  },
  'table-throttled': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'DynamoDB throttles reads or writes of the table or one of its indexes.',
  },
  'table-conflicts': {
    group: 'services',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Many transactions conflict on the same items.',
  },
  'table-failing': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'DynamoDB returns internal errors.',
  },
  'mail-bouncing': {
    group: 'services',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'ignore',
    means: 'The bounce rate is 3 % or more; at 10 % SES stops the account.',
  },
  'mail-bouncing-much': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'ignore',
    means: 'The bounce rate is 5 % or more: SES puts the account under review.',
  },
  'mail-complained-of': {
    group: 'services',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'ignore',
    means: 'The complaint rate is 0.1 % or more: recipients mark our mails as spam.',
  },
  'outbox-behind': {
    group: 'business',
    severity: 'page',
    owner: 'it',
    missingData: 'breaching',
    means: 'The oldest event that reached the bus was more than five minutes old, or no event reached it.',
  },
  'orders-stuck': {
    group: 'business',
    severity: 'tell',
    owner: 'stock-logistics',
    missingData: 'notBreaching',
    means: 'Orders are past their dispatch time and not dispatched.',
  },
  'holds-overdue': {
    group: 'business',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'notBreaching',
    means: 'Held orders are past the latest release time for a dispatch on time.',
  },
  'answers-overdue': {
    group: 'business',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'notBreaching',
    means: 'Customer messages were not answered within the store’s response targets.',
  },
  'channel-silent': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'A connected marketplace or shop has sent nothing for longer than its limit.',
  },
  'signatures-refused': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Webhook calls for a connection have no valid signature.',
  },
  oversell: {
    group: 'business',
    severity: 'tell',
    owner: 'stock-logistics',
    missingData: 'notBreaching',
    means: 'An order needs more of a SKU than is in stock.',
  },
  'reconciliation-differs': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The orders slice does not hold orders that quality holds: an event was not processed.',
  },
  'customers-feel-it': {
    group: 'business',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'At least one alarm with customer impact or loss of data is raised.',
  },
} as const satisfies Record<string, AlarmKind>

export type AlarmKindName = keyof typeof alarmKinds

/** Path of a kind's runbook, from the project's root. */
export const runbookOf = (kind: AlarmKindName): string =>
  `docs/operate/runbooks/${alarmKinds[kind].group}/${kind}.md`

/** Name of an alarm by its id; an account may hold both stages. */
export const alarmName = ({ name }: Pick<Stage, 'name'>, id: string): string => `retaguarda-${name}-${id}`
