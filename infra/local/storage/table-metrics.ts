import type { Report } from '../cloudwatch/metrics.ts'
import type { ObservedCall } from '../faults/fault-proxies.ts'

const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']

/**
 * Reports the metrics of DynamoDB (namespace `AWS/DynamoDB`) from rejected calls. Only calls through the fault proxies
 * are observed, which is where such rejections come from.
 */
export function createTableMetrics(report: Report): (call: ObservedCall) => void {
  return ({ service, operation, request, status, answer }) => {
    if (service !== 'dynamodb' || status < 400) return
    const table = tableOf(request.toString())
    const error = String(answer)
    if (status >= 500) report('SystemErrors', { TableName: table, Operation: operation })
    if (error.includes('ThroughputExceeded') || error.includes('ThrottlingException')) {
      report('ThrottledRequests', { TableName: table, Operation: operation })
      const kind = READS.includes(operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents'
      report(kind, { TableName: table, ...indexOf(request.toString()) })
    }
    if (error.includes('TransactionConflict')) report('TransactionConflict', { TableName: table })
    if (error.includes('ConditionalCheckFailed'))
      report('ConditionalCheckFailedRequests', { TableName: table })
  }
}

/** Reads of an index count for the index only. */
function indexOf(request: string): Record<string, string> {
  const index = /"IndexName"\s*:\s*"([^"]+)"/.exec(request)?.[1]
  return index === undefined ? {} : { GlobalSecondaryIndexName: index }
}

function tableOf(request: string): string {
  const named =
    /"TableName"\s*:\s*"([^"]+)"/.exec(request) ?? /"RequestItems"\s*:\s*\{\s*"([^"]+)"/.exec(request)
  return named?.[1]?.split('/').at(-1) ?? 'unknown'
}
