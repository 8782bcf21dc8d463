import type { Stage } from './stage.ts'

/** Who is told: a page wakes somebody up at once, the rest is read in working hours. */
export type Severity = 'page' | 'tell'

/** What an alarm makes of a period without data. */
export type MissingData = 'notBreaching' | 'breaching' | 'ignore'

/** What all alarms of a kind have in common; its runbook is `docs/operate/runbooks/<group>/<kind>.md`. */
export interface AlarmKind {
  /** What it watches: also the folder of its runbook. */
  readonly group: 'api' | 'functions' | 'queues' | 'services' | 'business'
  /** `page` when customers feel it, or something may be lost; it then is part of `customers-feel-it`. */
  readonly severity: Severity
  /** The department that mends it. */
  readonly owner: 'it' | 'front-office' | 'stock-logistics'
  readonly missingData: MissingData
  /** What is wrong, as the notice says it. */
  readonly means: string
}

/**
 * Every kind of alarm. The constructs make alarms of these kinds only, and for each thing that is deployed; a kind
 * without a runbook, or without a test that raises and mends it, fails the build.
 */
export const alarmKinds = {
  'api-server-errors': {
    group: 'api',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Of all requests to the API, more than 5 % are answered with a 5xx.',
  },
  'api-client-errors': {
    group: 'api',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Of all requests to the API, more than half are refused with a 4xx.',
  },
  'api-slow': {
    group: 'api',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'One request in a hundred waits more than three seconds for its answer.',
  },
  'api-throttled': {
    group: 'api',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Requests are refused with a 429: more come in than the API lets through.',
  },
  'function-errors': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Of the function’s invocations, more than 5 % end in an error.',
  },
  'function-throttled': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function is not started as often as it is asked for: concurrency is used up.',
  },
  'function-slow': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'One invocation in a hundred takes more than 80 % of the time that the function may take.',
  },
  'failures-undelivered': {
    group: 'functions',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means:
      'What the function failed at could not be put into its queue of failures, or was dropped: it is lost.',
  },
  'schedule-failing': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function that runs by the clock fails, time after time.',
  },
  'schedule-silent': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'breaching',
    means: 'The function that runs by the clock has not been started when it was due.',
  },
  'stream-behind': {
    group: 'functions',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function takes changes from the table’s stream more than a minute late.',
  },
  'stream-stalled': {
    group: 'functions',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The function takes changes from the table’s stream more than five minutes late.',
  },
  'queue-late': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'A message has been waiting in the queue for more than five minutes.',
  },
  'dead-letters-waiting': {
    group: 'queues',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'There are messages that could not be dealt with.',
  },
  'dead-letters-old': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'A message that could not be dealt with has been left for a day; after 14 days it is gone.',
  },
  'rule-failing': {
    group: 'queues',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The rule cannot reach its target, and has given events up.',
  },
  'rule-dropping': {
    group: 'queues',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Events that the rule gave up could not be put into its dead-letter queue either: they are lost.',
  },
  'table-throttled': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'The table, or one of its indexes, refuses reads or writes for their rate.',
  },
  'table-conflicts': {
    group: 'services',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Many transactions meet one another on the same items.',
  },
  'table-failing': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'DynamoDB answers with errors of its own.',
  },
  'mail-bouncing': {
    group: 'services',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'ignore',
    means: 'Of our mails, 3 % or more come back; at 10 % SES stops us.',
  },
  'mail-bouncing-much': {
    group: 'services',
    severity: 'page',
    owner: 'it',
    missingData: 'ignore',
    means: 'Of our mails, 5 % or more come back: SES puts the account under review.',
  },
  'mail-complained-of': {
    group: 'services',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'ignore',
    means: 'Of our mails, one in a thousand or more is marked as spam by who gets it.',
  },
  'outbox-behind': {
    group: 'business',
    severity: 'page',
    owner: 'it',
    missingData: 'breaching',
    means:
      'The oldest event that reached the bus was more than five minutes old, or none has reached it at all.',
  },
  'orders-stuck': {
    group: 'business',
    severity: 'tell',
    owner: 'stock-logistics',
    missingData: 'notBreaching',
    means: 'Orders are past the moment at which they had to be dispatched, and have not left.',
  },
  'holds-overdue': {
    group: 'business',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'notBreaching',
    means: 'Held orders are past the latest moment at which they could be released and still leave in time.',
  },
  'answers-overdue': {
    group: 'business',
    severity: 'tell',
    owner: 'front-office',
    missingData: 'notBreaching',
    means: 'Customers who wrote to us have not been answered within the time that the store set itself.',
  },
  'channel-silent': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Nothing has been heard of a connected marketplace or shop for longer than it should be.',
  },
  'signatures-refused': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Calls come in for a connection that its platform did not sign.',
  },
  oversell: {
    group: 'business',
    severity: 'tell',
    owner: 'stock-logistics',
    missingData: 'notBreaching',
    means: 'An order wants more of a SKU than there is: more was sold than is in stock.',
  },
  'reconciliation-differs': {
    group: 'business',
    severity: 'tell',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'Orders that quality holds are not held where orders are kept: an event has not done its work.',
  },
  'customers-feel-it': {
    group: 'business',
    severity: 'page',
    owner: 'it',
    missingData: 'notBreaching',
    means: 'At least one thing that customers feel, or that loses something, is wrong.',
  },
} as const satisfies Record<string, AlarmKind>

export type AlarmKindName = keyof typeof alarmKinds

/** Where the page about alarms of a kind is, from the project's root. */
export const runbookOf = (kind: AlarmKindName): string =>
  `docs/operate/runbooks/${alarmKinds[kind].group}/${kind}.md`

/** The name of an alarm, by its id; an account may have both stages. */
export const alarmName = ({ name }: Pick<Stage, 'name'>, id: string): string => `retaguarda-${name}-${id}`
