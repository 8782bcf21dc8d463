import type { CloudResource } from '../../../infra/local/contracts.ts'
import { type Schedules, startSchedules } from '../../../infra/local/events/schedules.ts'
import {
  type BusFixture,
  functionArn,
  queueArn,
  resource,
  serviceError,
  startBusFixture,
} from './bus-fixture.ts'

const sweepRule = resource(
  'AWS::Events::Rule',
  'orders-sweep',
  { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'one', Arn: functionArn('sweep') }] },
  'arn:aws:events:us-east-1:000000000000:rule/orders-sweep',
)

const daily = (target: object, properties: object = {}) =>
  resource(
    'AWS::Scheduler::Schedule',
    'daily',
    { ScheduleExpression: 'rate(1 day)', Target: { Arn: functionArn('daily'), ...target }, ...properties },
    'arn:aws:scheduler:us-east-1:000000000000:schedule/default/daily',
  )

let fixture: BusFixture
let schedules: Schedules

async function open(...resources: CloudResource[]): Promise<void> {
  fixture = await startBusFixture([])
  schedules = await startSchedules({ resources, clock: fixture.clock, deliver: fixture.bus.deliver })
}

afterEach(async () => {
  await schedules.stop()
  await fixture.bus.stop()
})

describe('schedules', () => {
  it('fire when due, once per due time even when the clock jumps', async () => {
    await open(sweepRule, daily({}))
    fixture.clock.advance(59 * 60_000)
    expect(fixture.invoked).toEqual([])
    fixture.clock.advance(24 * 3_600_000)
    const names = fixture.invoked.map((one) => one.functionArn.split(':').at(-1))
    expect(names.filter((name) => name === 'sweep')).toHaveLength(24)
    expect(names.filter((name) => name === 'daily')).toHaveLength(1)
    const times = fixture.invoked.map(({ event }) => (event as { time: string }).time)
    expect(new Set(times).size).toBeGreaterThanOrEqual(24)
  })

  it('send a rule target the scheduled event', async () => {
    await open(sweepRule)
    schedules.fireNow('orders-sweep')
    expect(fixture.invoked[0]?.event).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [sweepRule.arn],
      detail: {},
    })
  })

  it('send a scheduler target its own event, or its configured input', async () => {
    const input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}'
    await open(daily({}), { ...daily({ Input: input }), name: 'named' })
    schedules.fireNow('daily')
    schedules.fireNow('named')
    const [plain, named] = fixture.invoked.map(({ event }) => event)
    expect(plain).toMatchObject({ source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: '{}' })
    expect(named).toEqual({ at: expect.stringMatching(/Z$/), by: daily({}).arn })
  })

  it('retry a failing target, then send the event to its dead-letter queue', async () => {
    const failing = {
      Arn: queueArn('orders'),
      RetryPolicy: { MaximumRetryAttempts: 0 },
      DeadLetterConfig: { Arn: queueArn('dead') },
    }
    await open(daily(failing))
    fixture.breakQueue('orders', serviceError('ServiceUnavailable'))
    schedules.fireNow('daily')
    await new Promise((resolve) => setImmediate(resolve))
    expect(fixture.sent[0]?.message.attributes).toMatchObject({
      SCHEDULE_ARN: daily({}).arn,
      TARGET_ARN: queueArn('orders'),
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    })
  })

  it('do not fire when disabled or stopped', async () => {
    await open(sweepRule, daily({}, { State: 'DISABLED' }))
    expect(schedules.names).toEqual(['orders-sweep'])
    expect(() => schedules.fireNow('daily')).toThrow(/No schedule is called daily/)
    await schedules.stop()
    fixture.clock.advance(48 * 3_600_000)
    expect(fixture.invoked).toEqual([])
  })

  it('reject unsupported settings by name', async () => {
    await open()
    const { clock, bus } = fixture
    const universal = daily({ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' })
    await expect(startSchedules({ resources: [universal], clock, deliver: bus.deliver })).rejects.toThrow(
      /daily.*only queues and functions/,
    )
  })
})
