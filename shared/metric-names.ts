/** Every metric that the functions write; alarms take the names from here. */
export type MetricName =
  /** Published events of one type: `OrderPlacedEvents` for `order.placed`. */
  | EventCount
  /** Age of the oldest event of a batch when it was published. */
  | 'PublishLagSeconds'
  /** Messages that are retried, and messages that cannot succeed, by `slice`. */
  | 'RetriedFailures'
  | 'PermanentFailures'
  /** Mails of a flood that were merged into one. */
  | 'CoalescedMails'
  /** Orders past their dispatch deadline, by `state`. */
  | 'OrdersStuck'
  /** Held orders past their latest release time. */
  | 'HoldsOverdue'
  /** Conversations past their response target. */
  | 'AnswersOverdue'
  /** Connections without a delivery for longer than expected. */
  | 'ChannelsSilent'
  /** Webhook calls with an invalid signature. */
  | 'SignaturesRefused'
  /** Checked orders with more units than the available stock. */
  | 'OrdersOversold'
  /** Orders that quality holds and the orders slice does not. */
  | 'ReconciliationDifferences'

type EventCount = `${string}Events`

/** The metric that counts the events of a type: `quality.order-passed` counts as `QualityOrderPassedEvents`. */
export const eventCount = (type: string): EventCount =>
  `${type.replace(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase())}Events`
