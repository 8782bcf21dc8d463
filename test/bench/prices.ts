/**
 * List prices in dollars, us-east-1, arm64, first tier, without free tier or discounts (DynamoDB after its cut of
 * November 2024). Every cost in the bench uses this table.
 */
export const prices = {
  /** API Gateway HTTP API, a million calls (each started 512 KB). */
  httpCalls: 1.0,
  /** Lambda, a million requests. */
  invocations: 0.2,
  /** Lambda on arm64, a million GB-seconds. */
  gigabyteSeconds: 13.3334,
  /** DynamoDB on demand, a million write request units. */
  writeUnits: 0.625,
  /** DynamoDB on demand, a million read request units. */
  readUnits: 0.125,
  /** EventBridge, a million custom events (each started 64 KB). */
  busEvents: 1.0,
  /** SQS standard queues, a million requests (each started 64 KB). */
  queueRequests: 0.4,
  /** CloudWatch Logs, a million KB ingested. */
  logKilobytes: 0.5,
} as const

/** SES, a million outgoing mails; reported separately. */
export const mailPrice = 100

/** Usage of one order, by price. */
export type Usage = Readonly<Record<keyof typeof prices, number>>

/** Dollars for a million orders, in total and by price. */
export function dollarsPerMillion(usage: Usage): { readonly total: number; readonly parts: Usage } {
  const parts = Object.fromEntries(
    Object.entries(prices).map(([name, price]) => [name, usage[name as keyof Usage] * price]),
  ) as Usage
  return { total: Object.values(parts).reduce((sum, part) => sum + part, 0), parts }
}
