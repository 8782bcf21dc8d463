import { createClock } from '../../../infra/local/clock.ts'
import { recordLine } from '../../../infra/local/cloudwatch/log-metrics.ts'
import { type Metrics, openMetrics } from '../../../infra/local/cloudwatch/metrics.ts'
import { createDeliveryMetrics } from '../../../infra/local/events/delivery-metrics.ts'
import type { DeliveryStep } from '../../../infra/local/events/event-delivery.ts'
import { conflicting, throttled } from '../../../infra/local/faults/fault-answers.ts'
import { createApiMetrics } from '../../../infra/local/http-api/http-metrics.ts'
import { createMailMetrics } from '../../../infra/local/mail/mail-metrics.ts'
import { createTableMetrics } from '../../../infra/local/storage/table-metrics.ts'

const clock = createClock()
let metrics: Metrics
beforeEach(() => {
  metrics = openMetrics(clock)
})

/** Sums of the recorded metrics by `Namespace Name {dimensions}`. */
const recorded = () =>
  Object.fromEntries(
    metrics.list().map((id) => {
      const { namespace, name, dimensions } = id
      const { sum } = metrics.summary(id, clock.now() - 3_600_000, clock.now() + 3_600_000)!
      return [`${namespace} ${name} ${JSON.stringify(dimensions)}`, sum]
    }),
  )

describe('the metrics of deliveries', () => {
  const deliver = (origin: Record<string, string>, steps: readonly DeliveryStep[]) => {
    const onStep = createDeliveryMetrics(metrics.reporter('AWS/Events'), metrics.reporter('AWS/Scheduler'))
    const target = {
      arn: 'arn:aws:sqs:us-east-1:0:q',
      input: String,
      maximumRetries: 1,
      maximumAgeMs: 1,
      origin,
    }
    for (const step of steps) onStep(target, step)
  }

  it('have the bus and the rule as dimensions, on the default bus only the rule', () => {
    deliver({ RULE_ARN: 'arn:aws:events:us-east-1:0:rule/suite/orders' }, ['attempted', 'failed', 'lost'])
    deliver({ RULE_ARN: 'arn:aws:events:us-east-1:0:rule/mails' }, ['attempted', 'delivered'])
    const own = '{"EventBusName":"suite","RuleName":"orders"}'
    expect(recorded()).toEqual({
      [`AWS/Events InvocationAttempts ${own}`]: 1,
      [`AWS/Events Invocations ${own}`]: 1,
      [`AWS/Events FailedInvocations ${own}`]: 1,
      [`AWS/Events InvocationsFailedToBeSentToDlq ${own}`]: 1,
      'AWS/Events InvocationAttempts {"RuleName":"mails"}': 1,
      'AWS/Events Invocations {"RuleName":"mails"}': 1,
      'AWS/Events SuccessfulInvocationAttempts {"RuleName":"mails"}': 1,
    })
  })

  it('of a schedule have its group as dimension', () => {
    const arn = 'arn:aws:scheduler:us-east-1:0:schedule/default/clock'
    deliver({ SCHEDULE_ARN: arn }, [
      'started',
      'attempted',
      'retried',
      'attempted',
      'failed',
      'buried',
      'lost',
    ])
    expect(recorded()).toEqual({
      'AWS/Scheduler InvocationAttemptCount {"ScheduleGroup":"default"}': 2,
      'AWS/Scheduler TargetErrorCount {"ScheduleGroup":"default"}': 2,
      'AWS/Scheduler InvocationDroppedCount {"ScheduleGroup":"default"}': 1,
      'AWS/Scheduler InvocationsSentToDeadLetterCount {"ScheduleGroup":"default"}': 1,
      'AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount {"ScheduleGroup":"default"}': 1,
    })
  })
})

describe('the metrics of a table', () => {
  const observe = (operation: string, request: object, status: number, answer: string) =>
    createTableMetrics(metrics.reporter('AWS/DynamoDB'))({
      service: 'dynamodb',
      operation,
      request: Buffer.from(JSON.stringify(request)),
      status,
      answer,
    })
  const put = { TransactItems: [{ Put: { TableName: 'suite', Item: {} } }] }

  it('count throttled calls, by operation and by kind', () => {
    observe('Query', { TableName: 'suite' }, 400, throttled('dynamodb').body)
    observe('Query', { TableName: 'suite', IndexName: 'held' }, 400, throttled('dynamodb').body)
    observe('BatchGetItem', { RequestItems: { suite: {} } }, 400, throttled('dynamodb').body)
    observe('TransactWriteItems', put, 400, throttled('dynamodb').body)
    expect(recorded()).toEqual({
      'AWS/DynamoDB ThrottledRequests {"TableName":"suite","Operation":"Query"}': 2,
      'AWS/DynamoDB ReadThrottleEvents {"TableName":"suite","GlobalSecondaryIndexName":"held"}': 1,
      'AWS/DynamoDB ThrottledRequests {"TableName":"suite","Operation":"BatchGetItem"}': 1,
      'AWS/DynamoDB ThrottledRequests {"TableName":"suite","Operation":"TransactWriteItems"}': 1,
      'AWS/DynamoDB ReadThrottleEvents {"TableName":"suite"}': 2,
      'AWS/DynamoDB WriteThrottleEvents {"TableName":"suite"}': 1,
    })
  })

  it('count conflicts, failed conditions and system errors', () => {
    observe('TransactWriteItems', put, 400, conflicting('TransactWriteItems', JSON.stringify(put)).body)
    observe('PutItem', { TableName: 'suite' }, 400, '{"__type":"x#ConditionalCheckFailedException"}')
    observe('GetItem', { TableName: 'suite' }, 500, '{"__type":"x#InternalServerError"}')
    observe('GetItem', { TableName: 'suite' }, 200, '{"Item":{"why":"ConditionalCheckFailed"}}')
    expect(recorded()).toEqual({
      'AWS/DynamoDB TransactionConflict {"TableName":"suite"}': 1,
      'AWS/DynamoDB ConditionalCheckFailedRequests {"TableName":"suite"}': 1,
      'AWS/DynamoDB SystemErrors {"TableName":"suite","Operation":"GetItem"}': 1,
    })
  })
})

describe('the metrics of mails', () => {
  it('count sends and deliveries, and report bounce and complaint rates', () => {
    const onMailEvent = createMailMetrics(metrics.reporter('AWS/SES'))
    for (const type of [
      'SEND',
      'BOUNCE',
      'SEND',
      'DELIVERY',
      'COMPLAINT',
      'SEND',
      'DELIVERY',
      'SEND',
    ] as const)
      onMailEvent(type)
    expect(recorded()).toMatchObject({
      'AWS/SES Send {}': 4,
      'AWS/SES Delivery {}': 2,
      'AWS/SES Bounce {}': 1,
      'AWS/SES Complaint {}': 1,
    })
    const lowest = (name: string) =>
      metrics.summary({ namespace: 'AWS/SES', name, dimensions: {} }, 0, clock.now() + 60_000)
    expect(lowest('Reputation.BounceRate')?.values.get(0.25)).toBe(1)
    expect(lowest('Reputation.ComplaintRate')?.maximum).toBe(0.5)
  })
})

describe('the metrics of an API', () => {
  it('have the dimensions API, stage and route', () => {
    const measure = createApiMetrics({
      apiId: 'a',
      stage: '$default',
      report: metrics.reporter('AWS/ApiGateway'),
    })
    measure({ status: 404, latency: 1, integrationLatency: undefined, routeKey: undefined })
    measure({ status: 503, latency: 3, integrationLatency: 2, routeKey: 'GET /orders' })
    const route = '{"ApiId":"a","Stage":"$default","Method":"GET","Resource":"/orders"}'
    expect(recorded()).toMatchObject({
      'AWS/ApiGateway Count {"ApiId":"a"}': 2,
      'AWS/ApiGateway 4xx {"ApiId":"a"}': 1,
      'AWS/ApiGateway 5xx {"ApiId":"a","Stage":"$default"}': 1,
      'AWS/ApiGateway Latency {"ApiId":"a"}': 4,
      [`AWS/ApiGateway Count ${route}`]: 1,
      [`AWS/ApiGateway IntegrationLatency ${route}`]: 2,
    })
  })
})

describe('a log line in the embedded metric format', () => {
  const line = (directive: object, fields: object) =>
    JSON.stringify({ _aws: { Timestamp: clock.now(), CloudWatchMetrics: [directive] }, ...fields })

  it('records its metrics for each set of dimensions', () => {
    const directive = {
      Namespace: 'R',
      Dimensions: [['state'], ['state', 'store']],
      Metrics: [{ Name: 'Stuck' }],
    }
    recordLine(line(directive, { state: 'placed', store: 's', Stuck: [2, 3] }), metrics)
    expect(recorded()).toEqual({
      'R Stuck {"state":"placed"}': 5,
      'R Stuck {"state":"placed","store":"s"}': 5,
    })
  })

  it('records a metric without dimensions when it names none', () => {
    recordLine(line({ Namespace: 'R', Metrics: [{ Name: 'Stuck' }] }, { Stuck: 1 }), metrics)
    expect(recorded()).toEqual({ 'R Stuck {}': 1 })
  })

  it.each([
    [
      'misses a dimension',
      line({ Namespace: 'R', Dimensions: [['state']], Metrics: [{ Name: 'Stuck' }] }, { Stuck: 1 }),
    ],
    ['has no number', line({ Namespace: 'R', Metrics: [{ Name: 'Stuck' }] }, { Stuck: 'many' })],
    ['is cut off', line({ Namespace: 'R', Metrics: [{ Name: 'Stuck' }] }, { Stuck: 1 }).slice(0, -2)],
    ['is of another kind', '{"level":"info","message":"Stuck"}'],
  ])('records no metric when it %s', (_why, text) => {
    recordLine(text, metrics)
    expect(recorded()).toEqual({})
  })
})

describe('the store of metrics', () => {
  const id = { namespace: 'R', name: 'Stuck', dimensions: { b: '2', a: '1' } }

  it('identifies a metric by its dimensions in any order', () => {
    metrics.record(id, 2)
    metrics.record({ ...id, dimensions: { a: '1', b: '2' } }, 3)
    expect(metrics.list()).toEqual([id])
    expect(metrics.summary(id, 0, clock.now() + 60_000)).toMatchObject({
      count: 2,
      sum: 5,
      minimum: 2,
      maximum: 3,
    })
  })

  it('drops data older than the longest alarm range', () => {
    const hours = 3_600_000
    for (let minute = 0; minute <= 27 * 60; minute += 1) metrics.record(id, 1, minute * 60_000)
    expect(metrics.summary(id, 0, 60_000)).toBeUndefined()
    expect(metrics.summary(id, 60_000, 28 * hours)?.count).toBe(27 * 60)
  })
})
