import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Duration, type Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { alarmKinds, runbookOf } from '../../infra/alarm-kinds.ts'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import type { CloudResource } from '../../infra/local/contracts.ts'
import { slices } from '../../infra/slices.ts'
import { projectRoot } from './handler-files.ts'
import { cleanUp, type Synthesised, synthesise } from './synthesised.ts'

let dev: Synthesised
beforeAll(async () => {
  dev = await synthesise()
})
afterAll(cleanUp)

const ofType = (type: string): CloudResource[] => dev.resources.filter((resource) => resource.type === type)
const alarms = () => ofType('AWS::CloudWatch::Alarm')
const nameOf = ({ properties }: CloudResource): string =>
  String(properties['AlarmName']).replace('retaguarda-dev-', '')

interface MetricUse {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
}

/** Metrics of an alarm, alone or in an expression: `namespace metric dimension=value ...`. */
const metricsOf = ({ properties }: CloudResource): string[] => {
  const uses: MetricUse[] =
    properties['Metrics'] === undefined
      ? [properties as unknown as MetricUse]
      : properties['Metrics'].flatMap(
          (query: { MetricStat?: { Metric: MetricUse } }) => query.MetricStat?.Metric ?? [],
        )
  return uses.map(({ Namespace, MetricName, Dimensions = [] }) =>
    [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()].join(' '),
  )
}
const watched = () => new Set(alarms().flatMap(metricsOf))
const tagsOf = ({ properties }: CloudResource): Record<string, string> =>
  Object.fromEntries(
    (properties['Tags'] as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
  )
const every = () => [...alarms(), ...ofType('AWS::CloudWatch::CompositeAlarm')]

describe('alarms of deployed resources', () => {
  it('exist for each function: errors, throttles, duration', () => {
    const functions = ofType('AWS::Lambda::Function')
    expect(functions.length).toBeGreaterThan(8)
    const seen = watched()
    const noAudits = functions.flatMap(({ ref }) =>
      ['Errors', 'Throttles', 'Duration']
        .map((metric) => `AWS/Lambda ${metric} FunctionName=${ref}`)
        .filter((metric) => !seen.has(metric)),
    )
    expect(noAudits).toEqual([])
  })

  it('set the duration threshold of each function at 80 % of its timeout', () => {
    for (const { ref, name, properties } of ofType('AWS::Lambda::Function')) {
      const slow = alarms().find((alarm) => nameOf(alarm) === `${name}-slow`)
      expect(slow?.properties['Threshold']).toBe(800 * properties['Timeout'])
      expect(slow?.properties['ExtendedStatistic']).toBe('p99')
      expect(slow && metricsOf(slow)).toEqual([`AWS/Lambda Duration FunctionName=${ref}`])
    }
  })

  it('exist for each stream function: iterator age and failed on-failure deliveries', () => {
    const streams = ofType('AWS::Lambda::EventSourceMapping').filter(
      ({ properties }) => properties['StartingPosition'] !== undefined,
    )
    expect(streams.length).toBeGreaterThan(0)
    const seen = watched()
    for (const { properties } of streams)
      for (const metric of ['IteratorAge', 'DestinationDeliveryFailures'])
        expect(seen).toContain(`AWS/Lambda ${metric} FunctionName=${properties['FunctionName']}`)
  })

  it('exist for each queue: message age, and for queues without a consumer also message count', () => {
    const emptied = ofType('AWS::Lambda::EventSourceMapping').map(
      ({ properties }) => properties['EventSourceArn'],
    )
    const queues = ofType('AWS::SQS::Queue')
    expect(queues.length).toBeGreaterThan(6)
    const seen = watched()
    for (const { arn, name } of queues) {
      expect(seen).toContain(`AWS/SQS ApproximateAgeOfOldestMessage QueueName=${name}`)
      const isWatched = seen.has(`AWS/SQS ApproximateNumberOfMessagesVisible QueueName=${name}`)
      expect([name, isWatched]).toEqual([name, !emptied.includes(arn)])
    }
  })

  it('exist for each rule: failures, and with a dead-letter queue also its failed deliveries', () => {
    const rules = ofType('AWS::Events::Rule')
    expect(rules.length).toBeGreaterThan(8)
    const seen = watched()
    for (const { name, properties } of rules) {
      const bus = properties['EventBusName']
      const dimensions = [...(bus === undefined ? [] : [`EventBusName=${bus}`]), `RuleName=${name}`].join(' ')
      expect(seen).toContain(`AWS/Events FailedInvocations ${dimensions}`)
      if (properties['Targets'].some((target: object) => 'DeadLetterConfig' in target))
        expect(seen).toContain(`AWS/Events InvocationsFailedToBeSentToDlq ${dimensions}`)
    }
  })

  it('exist for each schedule: failed runs and missing runs', () => {
    const clocks = ofType('AWS::Events::Rule').filter(
      ({ properties }) => properties['ScheduleExpression'] !== undefined,
    )
    expect(clocks.length).toBeGreaterThan(1)
    const names = alarms().map(nameOf)
    for (const { properties } of clocks) {
      const started = ofType('AWS::Lambda::Function').find(({ arn }) => arn === properties['Targets'][0].Arn)
      expect(names).toEqual(expect.arrayContaining([`${started?.name}-failing`, `${started?.name}-silent`]))
    }
  })

  it('exist for each table with its indexes', () => {
    const seen = watched()
    for (const { ref, properties } of ofType('AWS::DynamoDB::Table')) {
      const table = `TableName=${ref}`
      const indexes: { IndexName: string }[] = properties['GlobalSecondaryIndexes'] ?? []
      expect(seen).toContain(`AWS/DynamoDB TransactionConflict ${table}`)
      for (const place of ['', ...indexes.map(({ IndexName }) => `GlobalSecondaryIndexName=${IndexName} `)])
        for (const kind of ['Read', 'Write'])
          expect(seen).toContain(`AWS/DynamoDB ${kind}ThrottleEvents ${place}${table}`)
    }
  })

  it('exist for the API and the mail', () => {
    const api = `ApiId=${ofType('AWS::ApiGatewayV2::Api')[0]?.ref}`
    const seen = watched()
    for (const metric of ['5xx', '4xx', 'Count', 'Latency'])
      expect(seen).toContain(`AWS/ApiGateway ${metric} ${api}`)
    expect(seen).toContain('AWS/SES Reputation.BounceRate')
    expect(seen).toContain('AWS/SES Reputation.ComplaintRate')
  })

  it('exist for DynamoDB system errors, for each operation that a function may call', () => {
    const table = `TableName=${ofType('AWS::DynamoDB::Table')[0]?.ref}`
    const actions = JSON.stringify(ofType('AWS::IAM::Policy').map(({ properties }) => properties))
    const called = [...new Set([...actions.matchAll(/dynamodb:([A-Z]\w+)/g)].map(([, action]) => action))]
      // A transaction needs the permissions of its parts; Lambda, not our code, describes and lists streams.
      .filter((action) => !/^(?:DescribeStream|ListStreams|GetShardIterator|LeadingKeys)$/.test(action ?? ''))
    const seen = watched()
    for (const operation of [...called, 'TransactWriteItems'])
      expect(seen).toContain(`AWS/DynamoDB SystemErrors Operation=${operation} ${table}`)
  })

  it('stop the synthesis when a resource added elsewhere or later has none', async () => {
    const added = synthesise({}, (app) => {
      const suite = app.node.findChild('retaguarda-suite') as Stack
      new Rule(suite, 'Extra', { schedule: Schedule.rate(Duration.days(1)) })
    })
    await expect(added).rejects.toThrow(/Extra has no alarms/)
  })

  it('stop the synthesis for a resource type without a registered alarm', async () => {
    const withSchedule = synthesise({}, (app) => {
      const suite = app.node.findChild('retaguarda-suite') as Stack
      new CfnSchedule(suite, 'Later', {
        flexibleTimeWindow: { mode: 'OFF' },
        scheduleExpression: 'rate(1 day)',
        target: {
          arn: 'arn:aws:sqs:us-east-1:000000000000:somewhere',
          roleArn: 'arn:aws:iam::000000000000:role/r',
        },
      })
    })
    await expect(withSchedule).rejects.toThrow(/alarms/)
  })
})

describe('each alarm', () => {
  it('has a registered kind, severity, owner, missing-data setting and runbook', () => {
    expect(every().length).toBeGreaterThan(60)
    for (const alarm of every()) {
      const { kind = '', severity, owner } = tagsOf(alarm)
      const registered = alarmKinds[kind as keyof typeof alarmKinds]
      expect(registered).toMatchObject({ severity, owner })
      expect(alarm.properties['AlarmDescription']).toContain(
        `Runbook: ${runbookOf(kind as keyof typeof alarmKinds)}`,
      )
      expect(alarm.properties['AlarmDescription']).toContain(registered.means)
      if (alarm.type === 'AWS::CloudWatch::Alarm')
        expect(alarm.properties['TreatMissingData']).toBe(registered.missingData)
    }
  })

  it('has a unique slug under the stage as its name', () => {
    const names = every().map(({ properties }) => String(properties['AlarmName']))
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^retaguarda-dev-[a-z]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([])
  })

  it('sends a notice when it is raised and when it is over: the composite to the page topic, others to the notice topic', () => {
    const topics = ofType('AWS::SNS::Topic')
    const [page, notices] = ['page', 'tell'].map((name) => topics.find((topic) => topic.name === name)?.arn)
    expect([page, notices]).not.toContain(undefined)
    for (const { type, properties } of every()) {
      const topic = [type === 'AWS::CloudWatch::CompositeAlarm' ? page : notices]
      expect([properties['AlarmActions'], properties['OKActions']]).toEqual([topic, topic])
    }
  })

  it('is part of the composite only when it pages', () => {
    const [composite] = ofType('AWS::CloudWatch::CompositeAlarm')
    const named = [...String(composite?.properties['AlarmRule']).matchAll(/ALARM\("([^"]+)"\)/g)].map(
      ([, name]) => name,
    )
    const paging = alarms()
      .filter((alarm) => tagsOf(alarm)['severity'] === 'page')
      .map(({ properties }) => properties['AlarmName'])
    expect(paging.length).toBeGreaterThan(10)
    expect(named.sort()).toEqual(paging.sort())
  })

  it('stays within the limits of CloudWatch', () => {
    for (const { properties } of alarms()) {
      const queries: { MetricStat?: { Period: number } }[] = properties['Metrics'] ?? []
      expect(queries.filter(({ MetricStat }) => MetricStat !== undefined).length).toBeLessThanOrEqual(10)
      const period = properties['Period'] ?? queries.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period
      const longest = period < 3600 ? Duration.days(1) : Duration.days(7)
      expect(period * properties['EvaluationPeriods']).toBeLessThanOrEqual(longest.toSeconds())
    }
    const [composite] = ofType('AWS::CloudWatch::CompositeAlarm')
    expect(String(composite?.properties['AlarmRule']).length).toBeLessThan(10_240)
  })
})

describe('each kind of alarm', () => {
  it('is used by at least one alarm', () => {
    const made = new Set(every().map((alarm) => tagsOf(alarm)['kind']))
    expect(Object.keys(alarmKinds).filter((kind) => !made.has(kind))).toEqual([])
  })

  it.each(Object.keys(alarmKinds))('%s has a runbook with the required sections', (kind) => {
    const path = join(projectRoot, runbookOf(kind as keyof typeof alarmKinds))
    expect(existsSync(path)).toBe(true)
    const text = readFileSync(path, 'utf8')
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(['Symptom', 'Customer impact', 'Look', 'Fix', 'Done'])
    expect(text.startsWith(`# ${kind}\n`)).toBe(true)
    expect(text).toMatch(/```/)
  })

  it('has a runbook, and no other runbooks exist', () => {
    const folder = 'docs/operate/runbooks'
    const pages = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .map((file) => `${folder}/${file}`)
    const expected = Object.keys(alarmKinds).map((kind) => runbookOf(kind as keyof typeof alarmKinds))
    expect(pages.sort()).toEqual(expected.sort())
  })
})

describe('dashboards', () => {
  interface Widget {
    readonly properties: { readonly alarms?: readonly string[]; readonly metrics?: readonly unknown[][] }
  }
  /** The body's text, with each alarm's logical id instead of its ARN. */
  const textOf = (body: { 'Fn::Join': [string, unknown[]] }): string =>
    body['Fn::Join'][1]
      .map((part) => (typeof part === 'string' ? part : String(Object.values(part as object).flat()[0])))
      .join('')
  const bodies = (): Map<string, readonly Widget[]> =>
    new Map(
      ofType('AWS::CloudWatch::Dashboard').map(({ properties }) => [
        String(properties['DashboardName']),
        (JSON.parse(textOf(properties['DashboardBody'])) as { widgets: Widget[] }).widgets,
      ]),
    )

  it('exist for each slice, with one overview', () => {
    const folders = Object.values(deployedFunctions).map((entry) => entry.split('/')[1])
    const expected = [...new Set([...slices.map(({ name }) => name), ...folders, 'overview'])]
    expect([...bodies().keys()].sort()).toEqual(expected.map((name) => `retaguarda-dev-${name}`).sort())
  })

  it('show every alarm on the overview and on the dashboard of its slice', () => {
    const shown = (name: string) =>
      new Set(
        bodies()
          .get(name)
          ?.flatMap(({ properties }) => properties.alarms ?? []),
      )
    const overview = shown('retaguarda-dev-overview')
    expect(
      every()
        .filter(({ logicalId }) => !overview.has(logicalId))
        .map(nameOf),
    ).toEqual([])
    const orders = shown('retaguarda-dev-orders')
    const ofOrders = alarms().filter((alarm) => /^orders-(?!stuck)/.test(nameOf(alarm)))
    expect(ofOrders.length).toBeGreaterThan(8)
    expect(new Set(ofOrders.map(({ logicalId }) => logicalId))).toEqual(orders)
  })

  it('stay within the limits of CloudWatch', () => {
    for (const widgets of bodies().values()) {
      expect(widgets.length).toBeLessThanOrEqual(500)
      for (const { properties } of widgets) expect(properties.alarms?.length ?? 0).toBeLessThanOrEqual(100)
    }
  })

  it('keep the stacks within the limits of CloudFormation', () => {
    for (const stack of ['retaguarda-alarms', 'retaguarda-suite']) {
      const assembly = dev.app.node.findChild(stack) as Stack
      const resources = assembly.node.findAll().filter((one) => 'cfnResourceType' in one)
      expect(resources.length).toBeGreaterThan(50)
      expect(resources.length).toBeLessThanOrEqual(500)
    }
  })
})
