/** Every metric that the functions write: what measures and what watches must mean the same one. */
export type MetricName =
  /** Events of one type put on the bus: `OrderPlacedEvents` of `order.placed`. */
  | EventCount
  /** Age of the oldest event of a batch when it was put on the bus. */
  | 'PublishLagSeconds'
  /** Messages that will be tried again, and that never can succeed, by `slice`. */
  | 'RetriedFailures'
  | 'PermanentFailures'
  /** Mails of a flood that were gathered into one. */
  | 'CoalescedMails'
  /** Orders past the moment at which they had to be dispatched, by `state`. */
  | 'OrdersStuck'
  /** Held orders past the moment at which they had to be released. */
  | 'HoldsOverdue'
  /** Conversations whose answer is past its target. */
  | 'AnswersOverdue'
  /** Connections to marketplaces and shops of which nothing has been heard for longer than it should be. */
  | 'ChannelsSilent'
  /** Calls for a connection that its platform did not sign. */
  | 'SignaturesRefused'
  /** Orders that want more than there is, when they are checked. */
  | 'OrdersOversold'
  /** Orders that quality holds, but that are not held where orders are kept. */
  | 'ReconciliationDifferences'

type EventCount = `${string}Events`

/** The metric that counts the events of a type: `quality.order-passed` counts as `QualityOrderPassedEvents`. */
export const eventCount = (type: string): EventCount =>
  `${type.replace(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase())}Events`
