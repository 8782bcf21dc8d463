import { Duration, Stack } from 'aws-cdk-lib'
import type { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { metricsNamespace, type Stage } from '../../stage.ts'
import type { Api } from '../http-api.ts'
import { type Alarms, busy, never, type Rhythm } from './alarms.ts'
import { subjectOf } from './deployed.ts'
import { metricOf, percentage, total } from './metric.ts'

/** Alarms of the HTTP API. Only the access log reports throttled requests. */
export function watchApi(scope: Construct, stage: Stage, alarms: Alarms, { httpApi, accessLogs }: Api): void {
  const metric = (name: string, statistic?: string) =>
    metricOf('AWS/ApiGateway', name, { ApiId: httpApi.apiId }, busy.period, statistic)
  const share = (name: string) => percentage(metric(name), metric('Count'), busy.period)
  alarms.raise({ kind: 'api-server-errors', metric: share('5xx'), rhythm: busy, above: 5 })
  alarms.raise({ kind: 'api-client-errors', metric: share('4xx'), rhythm: busy, above: 50 })
  alarms.raise({ kind: 'api-slow', metric: metric('Latency', 'p99'), rhythm: busy, above: 3000 })
  const name = { metricNamespace: metricsNamespace(stage), metricName: 'RequestsThrottled' }
  new MetricFilter(scope, 'ThrottledRequests', {
    ...name,
    logGroup: accessLogs,
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    metricValue: '1',
  })
  alarms.raise({
    kind: 'api-throttled',
    metric: metricOf(name.metricNamespace, name.metricName, {}, busy.period),
    rhythm: busy,
    above: 0,
  })
}

/** Operations that the functions call; DynamoDB reports system errors per operation only. */
const operations = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'GetRecords',
]

/** More conflicts per minute than this are no coincidence. */
const manyConflicts = 20

/** Alarms of a table and its indexes. */
export function watchTable(alarms: Alarms, table: Table): void {
  const subject = subjectOf(table)
  const metric = (name: string, dimensions: Readonly<Record<string, string>> = {}) =>
    metricOf('AWS/DynamoDB', name, { TableName: table.tableName, ...dimensions }, busy.period)
  const places = [{}, ...indexesOf(table).map((index) => ({ GlobalSecondaryIndexName: index }))]
  const throttles = places.flatMap((place) => [
    metric('ReadThrottleEvents', place),
    metric('WriteThrottleEvents', place),
  ])
  alarms.raise({
    kind: 'table-throttled',
    subject,
    fault: 'throttled',
    metric: total(throttles, busy.period),
    rhythm: busy,
    above: 0,
  })
  alarms.raise({
    kind: 'table-conflicts',
    subject,
    fault: 'conflicts',
    metric: metric('TransactionConflict'),
    rhythm: busy,
    above: manyConflicts,
  })
  const errors = operations.map((Operation) => metric('SystemErrors', { Operation }))
  const failures = { metric: total(errors, busy.period), rhythm: busy, above: 0 }
  alarms.raise({ ...failures, kind: 'table-failing', subject, fault: 'failing' })
}

function indexesOf(table: Table): string[] {
  const { globalSecondaryIndexes } = table.node.defaultChild as CfnTable
  const indexes = Stack.of(table).resolve(globalSecondaryIndexes) as { indexName: string }[] | undefined
  return indexes?.map(({ indexName }) => indexName) ?? []
}

/** SES computes the rates over a representative volume of mail, and reports them irregularly. */
const reputation: Rhythm = { ...never, period: Duration.minutes(15) }

/** Alarms of the account's outgoing mail; the limits are those at which SES acts, or slightly below. */
export function watchMail(alarms: Alarms): void {
  const rate = (name: string) => metricOf('AWS/SES', `Reputation.${name}`, {}, reputation.period, 'Maximum')
  const bounces = { metric: rate('BounceRate'), rhythm: reputation }
  alarms.raise({ ...bounces, kind: 'mail-bouncing', from: 0.03 })
  alarms.raise({ ...bounces, kind: 'mail-bouncing-much', from: 0.05 })
  alarms.raise({
    kind: 'mail-complained-of',
    metric: rate('ComplaintRate'),
    rhythm: reputation,
    from: 0.001,
  })
}
