import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { startCloud } from '../../../infra/local/cloud.ts'
import type { Cloud } from '../../../infra/local/cloud-contract.ts'
import { createFaultPlan } from '../../../infra/local/faults/fault-plan.ts'
import { until } from '../../support/suite/settled.ts'

const ASSEMBLY = join(import.meta.dirname, '../hello-assembly')
const MINUTE = 60_000
const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })
const refTo = (logicalId: string) => ({ Ref: logicalId })

function alarm(name: string, Namespace: string, MetricName: string, dimensions: object, more: object = {}) {
  const properties = {
    AlarmName: name,
    Namespace,
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [refTo('Page')],
    OKActions: [refTo('Page')],
    ...more,
  }
  return { Type: 'AWS::CloudWatch::Alarm', Properties: properties }
}

const witness = { FunctionName: refTo('Witness') }
const failures = { QueueName: { 'Fn::GetAtt': ['Failures', 'QueueName'] } }
const maximum = { Statistic: 'Maximum' }
const ADDED = {
  Page: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'page' } },
  Pager: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'pager' } },
  PagerSubscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: refTo('Page'), Protocol: 'sqs', Endpoint: arnOf('Pager') },
  },
  MailSubscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: refTo('Page'), Protocol: 'email', Endpoint: 'plantao@example.com' },
  },
  LostRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'lost',
      EventBusName: refTo('Bus'),
      EventPattern: { source: ['lost'] },
      Targets: [
        {
          Id: 'Nowhere',
          Arn: 'arn:aws:sqs:us-east-1:000000000000:nowhere',
          DeadLetterConfig: { Arn: arnOf('Failures') },
        },
      ],
    },
  },
  AlarmRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.cloudwatch'], detail: { alarmName: ['witness-errors'] } },
      Targets: [{ Id: 'Pager', Arn: arnOf('Pager') }],
    },
  },
  Errors: alarm('witness-errors', 'AWS/Lambda', 'Errors', witness),
  Dropped: alarm('witness-dropped', 'AWS/Lambda', 'AsyncEventsDropped', witness),
  Throttled: alarm('lab-throttled', 'AWS/Lambda', 'Throttles', { FunctionName: refTo('Lab') }),
  Late: alarm('stream-age', 'AWS/Lambda', 'IteratorAge', witness, { ...maximum, Threshold: 2 * MINUTE }),
  Dead: alarm('failures-waiting', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', failures, maximum),
  Old: alarm('failures-age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', failures, {
    ...maximum,
    Threshold: 600,
  }),
  Undelivered: alarm('rule-failed', 'AWS/Events', 'FailedInvocations', {
    EventBusName: refTo('Bus'),
    RuleName: 'lost',
  }),
  Api5xx: alarm('api-5xx', 'AWS/ApiGateway', '5xx', { ApiId: refTo('Api') }),
  Business: alarm('stuck-orders', 'Retaguarda', 'StuckOrders', { state: 'placed' }),
  Customers: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: {
      AlarmName: 'customers-feel-it',
      AlarmRule: { 'Fn::Join': ['', ['ALARM("', arnOf('Api5xx'), '") OR ALARM("', arnOf('Late'), '")']] },
      AlarmActions: [refTo('Page')],
    },
  },
}

describe('the alarms of a local cloud', () => {
  const dir = mkdtempSync(join(tmpdir(), 'alarms-'))
  let cloud: Cloud
  /** Number of notices from earlier tests. */
  let noticesBefore = 0

  beforeAll(async () => {
    cpSync(ASSEMBLY, dir, { recursive: true })
    const file = join(dir, 'hello.template.json')
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: object }
    writeFileSync(file, JSON.stringify({ ...template, Resources: { ...template.Resources, ...ADDED } }))
    const held = { action: 'delay', ms: 5 * MINUTE } as const
    const faults = createFaultPlan([{ fault: held, caller: 'witness', service: 'dynamodb' }], 1)
    cloud = await startCloud({ assembly: dir, faults })
  })
  afterAll(async () => {
    await cloud.stop()
    rmSync(dir, { recursive: true })
  })
  afterEach(async () => {
    cloud.queues.queue(arn('failures')).purge()
    cloud.queues.queue(arn('pager')).purge()
    pass(4)
    await cloud.idle()
    await until('all alarms are OK again', () => off().length === 0)
    noticesBefore = cloud.topics.notices().length
  })

  const off = () =>
    cloud.alarms
      .describe()
      .filter(({ state }) => state === 'ALARM')
      .map(({ name }) => name)
      .sort()
  const arn = (name: string) => cloud.resources.find((resource) => resource.name === name)!.arn
  const pass = (minutes: number) => cloud.clock.advance(minutes * MINUTE)

  async function put(source: string): Promise<void> {
    cloud.bus.put('hello', [{ Source: source, DetailType: 'greeting', Detail: '{}' }])
    await cloud.idle()
  }

  it('are all OK and send no notice while nothing fails', async () => {
    await cloud.functions.invoke(arn('hello'), {})
    await put('hello')
    await fetch(`${cloud.endpoints.api}/echo`)
    await cloud.idle()
    pass(30)
    expect(cloud.alarms.describe().map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'OK'))
    expect(cloud.topics.notices()).toEqual([])
  })

  it('report a failing function, its dropped event and the queue that holds it', async () => {
    cloud.functions.invokeAsync(arn('witness'), { fail: true })
    await cloud.idle()
    pass(1)
    expect(off()).toEqual(['failures-waiting', 'witness-dropped', 'witness-errors'])
    pass(10)
    expect(off()).toEqual(['failures-age', 'failures-waiting'])
    const queue = cloud.queues.queue(arn('failures'))
    const [message] = queue.dequeue(1)
    queue.deleteMessage(message!.ReceiptHandle)
    pass(1)
    expect(off()).toEqual([])
  })

  it('deliver notices to mailboxes and queues, and an event to the bus', async () => {
    cloud.functions.invokeAsync(arn('witness'), { fail: true })
    await cloud.idle()
    pass(1)
    await cloud.idle()
    const notice = cloud.topics
      .notices(arn('page'))
      .findLast(({ subject }) => subject.includes('witness-errors'))
    expect(notice?.subject).toBe('ALARM: "witness-errors" in US East (N. Virginia)')
    expect(JSON.parse(notice!.message)).toMatchObject({
      AlarmName: 'witness-errors',
      OldStateValue: 'OK',
      NewStateValue: 'ALARM',
      Trigger: {
        MetricName: 'Errors',
        Dimensions: [{ name: 'FunctionName', value: 'witness' }],
        Threshold: 1,
      },
    })
    const queued = cloud.queues.queue(arn('pager')).inspectMessages().ready
    const bodies = queued.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(bodies).toContainEqual(
      expect.objectContaining({ Subject: notice?.subject, Message: notice?.message }),
    )
    expect(bodies).toContainEqual(expect.objectContaining({ 'detail-type': 'CloudWatch Alarm State Change' }))
    const mails = (await cloud.mail.messages()).filter(({ body }) => body.text === notice?.message)
    expect(mails).toMatchObject([{ destination: { to: ['plantao@example.com'] }, subject: notice?.subject }])
  })

  it('report an event that reaches no target', async () => {
    await put('lost')
    pass(1)
    expect(off()).toEqual(['failures-waiting', 'rule-failed'])
  })

  it('report calls beyond the concurrency of a function', async () => {
    await cloud.functions.invoke(arn('lab'), { do: 'count' })
    const hanging = cloud.functions.invoke(arn('lab'), { do: 'hang' })
    expect(await cloud.functions.invoke(arn('lab'), { do: 'count' })).toMatchObject({ fault: 'throttled' })
    await cloud.functions.crash('lab')
    await hanging
    pass(1)
    expect(off()).toEqual(['lab-throttled'])
  })

  it('report a waiting stream, and page through the composite, until it has caught up', async () => {
    const client = new DynamoDBClient({
      endpoint: cloud.endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await client.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'a' } } }))
    client.destroy()
    const ages = { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions: { FunctionName: 'witness' } }
    await until('the stream has been read', () => cloud.metrics.latest(ages) !== undefined)
    pass(4)
    expect(off()).toEqual(['customers-feel-it', 'stream-age'])
    pass(2)
    await cloud.idle()
    pass(4)
    expect(off()).toEqual([])
    expect(cloud.alarms.history('customers-feel-it').map(({ to }) => to)).toEqual(['ALARM', 'OK'])
  })

  it('report an API that answers 5xx', async () => {
    await fetch(`${cloud.endpoints.api}/lab`, { method: 'POST', body: '{}' })
    pass(1)
    expect(off()).toEqual(['api-5xx', 'customers-feel-it'])
  })

  it('read the metrics that functions write to their logs', async () => {
    const directive = {
      Namespace: 'Retaguarda',
      Dimensions: [['state']],
      Metrics: [{ Name: 'StuckOrders', Unit: 'Count' }],
    }
    const line = {
      _aws: { Timestamp: cloud.clock.now(), CloudWatchMetrics: [directive] },
      StuckOrders: 2,
      state: 'placed',
    }
    await cloud.functions.invoke(arn('lab'), { do: 'write', lines: [JSON.stringify(line)] })
    pass(1)
    expect(off()).toEqual(['stuck-orders'])
  })

  describe('over HTTP', () => {
    const call = async (operation: string, input: object = {}) => {
      const response = await fetch(cloud.endpoints.monitoring, {
        method: 'POST',
        headers: { 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
        body: JSON.stringify(input),
      })
      // Tests read untyped API answers.
      return { status: response.status, body: (await response.json()) as any }
    }

    it('are described as AWS does, with their history', async () => {
      await call('SetAlarmState', { AlarmName: 'api-5xx', StateValue: 'ALARM', StateReason: 'a drill' })
      const { body } = await call('DescribeAlarms', { StateValue: 'ALARM' })
      expect(body).toMatchObject({
        MetricAlarms: [{ AlarmName: 'api-5xx', StateValue: 'ALARM', StateReason: 'a drill', Threshold: 1 }],
        CompositeAlarms: [],
      })
      const named = { AlarmNames: ['customers-feel-it'], AlarmTypes: ['CompositeAlarm'] }
      expect((await call('DescribeAlarms', named)).body.CompositeAlarms).toHaveLength(1)
      const history = await call('DescribeAlarmHistory', { AlarmName: 'api-5xx' })
      expect(history.body.AlarmHistoryItems[0]).toMatchObject({
        HistorySummary: 'Alarm updated from OK to ALARM',
      })
    })

    it('return the metric values that they evaluate', async () => {
      await fetch(`${cloud.endpoints.api}/echo`)
      const ask = { Namespace: 'AWS/ApiGateway', MetricName: 'Count' }
      const now = cloud.clock.now() / 1000
      const { body } = await call('GetMetricStatistics', {
        ...ask,
        Dimensions: [{ Name: 'ApiId', Value: 'api' }],
        Period: 60,
        StartTime: now - 120,
        EndTime: now + 60,
        Statistics: ['Sum'],
        ExtendedStatistics: ['p99'],
      })
      expect(body.Datapoints).toEqual([expect.objectContaining({ Sum: 1, p99: 1 })])
      expect((await call('ListMetrics', ask)).body.Metrics).toContainEqual({
        ...ask,
        Dimensions: [{ Name: 'ApiId', Value: 'api' }],
      })
    })

    it('follow the clock, and return their notices and a page', async () => {
      cloud.functions.invokeAsync(arn('witness'), { fail: true })
      await cloud.idle()
      const passed = await fetch(`${cloud.endpoints.monitoring}/clock`, {
        method: 'POST',
        body: JSON.stringify({ advanceSeconds: 90 }),
      })
      expect(passed.status).toBe(200)
      const { notices } = (await (await fetch(`${cloud.endpoints.monitoring}/notices`)).json()) as {
        notices: object[]
      }
      expect(notices).toHaveLength(noticesBefore + 3)
      const page = await (await fetch(cloud.endpoints.monitoring)).text()
      expect(page).toMatch(/ALARM .* witness-errors/)
    })

    it('report a function that an operator has stopped, until it is started again', async () => {
      const concurrency = `${cloud.endpoints.monitoring}/2017-10-31/functions/lab/concurrency`
      const stopped = { method: 'PUT', body: JSON.stringify({ ReservedConcurrentExecutions: 0 }) }
      expect((await fetch(concurrency, stopped)).status).toBe(200)
      const count = () => cloud.functions.invoke(arn('lab'), { do: 'count' })
      expect(await count()).toMatchObject({ fault: 'throttled' })
      pass(1)
      expect(off()).toEqual(['lab-throttled'])
      expect((await fetch(concurrency, { method: 'DELETE' })).status).toBe(204)
      expect(await count()).toMatchObject({ ok: true })
      const lost = await fetch(concurrency.replace('lab', 'lost'), stopped)
      expect(lost.status).toBe(404)
      expect((await fetch(concurrency, { method: 'PUT', body: '{}' })).status).toBe(400)
    })

    it('reject unknown names and operations', async () => {
      expect((await call('PutDashboard')).body).toMatchObject({ __type: 'UnknownOperationException' })
      const lost = { AlarmName: 'lost', StateValue: 'OK', StateReason: '' }
      expect((await call('SetAlarmState', lost)).body).toMatchObject({ message: 'There is no alarm lost' })
      const still = await fetch(`${cloud.endpoints.monitoring}/clock`, { method: 'POST', body: '{}' })
      expect(still.status).toBe(400)
      expect((await fetch(`${cloud.endpoints.monitoring}/lost`)).status).toBe(404)
    })
  })
})
