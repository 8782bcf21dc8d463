import { createClock } from '../../../infra/local/clock.ts'
import { type AlarmChange, type Alarms, startAlarms } from '../../../infra/local/cloudwatch/alarms.ts'
import { type MetricId, openMetrics } from '../../../infra/local/cloudwatch/metrics.ts'
import type { CloudResource } from '../../../infra/local/contracts.ts'
import { resource } from '../events/bus-fixture.ts'

const MINUTE = 60_000
const errors: MetricId = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'relay' } }

function alarm(name: string, properties: object = {}): CloudResource {
  return resource('AWS::CloudWatch::Alarm', name, {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'relay' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    ...properties,
  })
}

const composite = (name: string, AlarmRule: string, properties: object = {}) =>
  resource('AWS::CloudWatch::CompositeAlarm', name, { AlarmRule, ...properties })

interface AlarmsFixture {
  readonly alarms: Alarms
  readonly changes: readonly AlarmChange[]
  /** Reports a value now. */
  report(value: number, id?: MetricId): void
  /** Advances the clock by minutes; returns the alarm's state at the end of each. */
  pass(minutes: number, name?: string): string[]
}

let running: Alarms | undefined
afterEach(async () => running?.stop())

function startFixture(resources: readonly CloudResource[]): AlarmsFixture {
  const clock = createClock()
  // At the start of a minute, so that what is reported next is in it.
  clock.advance(MINUTE - (clock.now() % MINUTE))
  const metrics = openMetrics(clock)
  const changes: AlarmChange[] = []
  const alarms = startAlarms({
    resources,
    clock,
    metrics,
    gauges: [],
    onChange: (change) => void changes.push(change),
  })
  running = alarms
  return {
    alarms,
    changes,
    report: (value, id = errors) => metrics.record(id, value),
    pass: (minutes, name = resources[0]!.name) =>
      Array.from({ length: minutes }, () => {
        clock.advance(MINUTE)
        return alarms.state(name)
      }),
  }
}

describe('an alarm', () => {
  it('starts as OK without a notice when missing data is not breaching', () => {
    const { alarms, changes, pass } = startFixture([alarm('relay-errors')])
    expect(alarms.state('relay-errors')).toBe('OK')
    expect(pass(5)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK'])
    expect(changes).toEqual([])
  })

  it('goes into ALARM at the end of the breaching minute and recovers when its data are old', () => {
    const { alarms, changes, report, pass } = startFixture([alarm('relay-errors')])
    report(1)
    expect(alarms.state('relay-errors')).toBe('OK')
    // The evaluation range is three periods, of which one has data.
    expect(pass(4)).toEqual(['ALARM', 'ALARM', 'ALARM', 'OK'])
    expect(changes.map(({ from, to }) => [from, to])).toEqual([
      ['OK', 'ALARM'],
      ['ALARM', 'OK'],
    ])
    expect(alarms.history('relay-errors')).toEqual(changes)
  })

  it('recovers with the first minute of good data', () => {
    const { report, pass } = startFixture([alarm('relay-errors')])
    report(1)
    expect(pass(1)).toEqual(['ALARM'])
    report(0)
    expect(pass(1)).toEqual(['OK'])
  })

  it('evaluates only its own metric, dimensions included', () => {
    const { report, pass } = startFixture([alarm('relay-errors')])
    report(1, { ...errors, dimensions: { FunctionName: 'other' } })
    report(1, { ...errors, dimensions: {} })
    report(1, { ...errors, name: 'Throttles' })
    report(1, { ...errors, namespace: 'Retaguarda' })
    expect(pass(3)).toEqual(['OK', 'OK', 'OK'])
  })

  it('goes into ALARM after two of three periods when so configured', () => {
    const { report, pass } = startFixture([
      alarm('relay-errors', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }),
    ])
    const seen = [1, 0, 1, 0, 0].flatMap((value) => {
      report(value)
      return pass(1)
    })
    expect(seen).toEqual(['OK', 'OK', 'ALARM', 'OK', 'OK'])
  })

  it('evaluates five-minute periods every minute', () => {
    const { report, pass } = startFixture([alarm('relay-errors', { Period: 300, Threshold: 3 })])
    const seen = [1, 1, 1, 0, 0, 0].flatMap((value) => {
      report(value)
      return pass(1)
    })
    expect(seen).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'ALARM', 'OK'])
  })

  it('treats missing data as breaching after its evaluation range', () => {
    const { changes, pass } = startFixture([alarm('silent', { TreatMissingData: 'breaching' })])
    expect(pass(4)).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'ALARM'])
    expect(changes).toHaveLength(1)
  })

  it('does not treat the time before its start as missing data', () => {
    const { report, pass } = startFixture([
      alarm('silent', { TreatMissingData: 'breaching', EvaluationPeriods: 2 }),
    ])
    report(0)
    expect(pass(1)).toEqual(['OK'])
    // Four periods of its range: the first value, and three without.
    expect(pass(4)).toEqual(['OK', 'OK', 'OK', 'ALARM'])
  })

  it.each([
    ['Average', 2, 'OK'],
    ['Maximum', 3, 'ALARM'],
    ['Minimum', 1.5, 'OK'],
    ['SampleCount', 3, 'ALARM'],
    ['p50', 2, 'ALARM'],
    ['p99', 3, 'ALARM'],
    ['p99', 3.5, 'OK'],
  ])('evaluates %s against %d as %s', (statistic, threshold, expected) => {
    const named = statistic.startsWith('p')
      ? { Statistic: undefined, ExtendedStatistic: statistic }
      : { Statistic: statistic }
    const { report, pass } = startFixture([alarm('statistic', { ...named, Threshold: threshold })])
    for (const value of [0, 2, 3]) report(value)
    expect(pass(1)).toEqual([expected])
  })

  it('ignores a percentile with too few samples when so configured', () => {
    const percentile = { Statistic: undefined, ExtendedStatistic: 'p90', Threshold: 2 }
    const { report, pass } = startFixture([
      alarm('slow', { ...percentile, EvaluateLowSampleCountPercentile: 'ignore' }),
    ])
    for (let sample = 0; sample < 99; sample += 1) report(5)
    expect(pass(1)).toEqual(['OK'])
    for (let sample = 0; sample < 100; sample += 1) report(5)
    expect(pass(1)).toEqual(['ALARM'])
  })

  it('keeps its state without data on a table metric by default', () => {
    const table = { Namespace: 'AWS/DynamoDB', TreatMissingData: undefined }
    const { report, pass } = startFixture([alarm('table', table)])
    report(1, { ...errors, namespace: 'AWS/DynamoDB' })
    expect(pass(6)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM', 'ALARM', 'ALARM'])
  })

  it('keeps a state that was set until its next evaluation', () => {
    const { alarms, changes, report, pass } = startFixture([alarm('relay-errors')])
    alarms.setState('relay-errors', 'ALARM', 'a drill')
    expect(changes).toEqual([expect.objectContaining({ to: 'ALARM', reason: 'a drill' })])
    report(0)
    expect(pass(1)).toEqual(['OK'])
  })

  it.each([
    [{ Period: 10 }, 'whole minutes'],
    [{ Statistic: 'TM(10%:90%)' }, 'TM(10%:90%)'],
    [{ ComparisonOperator: 'LessThanLowerThreshold' }, 'LessThanLowerThreshold'],
    [{ Metrics: [{ Id: 'e', Expression: 'ANOMALY_DETECTION_BAND(m)' }] }, 'ANOMALY_DETECTION_BAND'],
  ])('rejects an unsupported setting by name: %j', (properties, named) => {
    expect(() => startFixture([alarm('odd', properties)])).toThrow('Alarm odd cannot be run')
    expect(() => startFixture([alarm('odd', properties)])).toThrow(named)
  })
})

describe('an alarm on an expression', () => {
  const stat = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'relay' }] },
      Period: 60,
      Stat: 'Sum',
    },
  })
  const share = alarm('share', {
    MetricName: undefined,
    Namespace: undefined,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: [
      { Id: 'share', Expression: 'IF(calls >= 10, 100 * errors / calls, 0)' },
      stat('errors', 'Errors'),
      stat('calls', 'Invocations'),
    ],
  })
  const calls = { ...errors, name: 'Invocations' }

  it.each([
    [1, 10, 'ALARM'],
    [1, 9, 'OK'],
    [1, 20, 'OK'],
    [2, 20, 'ALARM'],
  ])('evaluates %d errors of %d calls as %s', (failed, all, expected) => {
    const { report, pass } = startFixture([share])
    report(failed)
    report(all, calls)
    expect(pass(1)).toEqual([expected])
  })

  it('has no data point when it divides by zero or a metric is missing', () => {
    const { report, pass } = startFixture([share])
    report(1)
    expect(pass(1)).toEqual(['OK'])
    report(0, calls)
    expect(pass(1)).toEqual(['OK'])
  })
})

describe('a composite alarm', () => {
  const parts = [alarm('one'), alarm('other', { MetricName: 'Throttles' })]
  const throttles = { ...errors, name: 'Throttles' }

  it('goes into ALARM and recovers by its rule, at any nesting depth', () => {
    const both = composite('both', 'ALARM("one") AND ALARM(arn:aws:cloudwatch:us-east-1:0:alarm:other)')
    const any = composite('any', 'NOT (OK(one) AND OK("other"))')
    const outer = composite('outer', 'ALARM(any) AND (NOT ALARM(both) OR FALSE)')
    const { alarms, changes, report, pass } = startFixture([outer, both, any, ...parts])
    report(1)
    pass(1)
    expect(['both', 'any', 'outer'].map(alarms.state)).toEqual(['OK', 'ALARM', 'ALARM'])
    report(1, throttles)
    pass(1)
    expect(['both', 'any', 'outer'].map(alarms.state)).toEqual(['ALARM', 'ALARM', 'OK'])
    // The older datum expires first, so one of the two remains for a minute.
    pass(6)
    expect(['both', 'any', 'outer'].map(alarms.state)).toEqual(['OK', 'OK', 'OK'])
    expect(changes.find(({ alarm: { name } }) => name === 'both')?.reason).toMatch(/: one, other$/)
    const outerStates = changes.filter(({ alarm: { name } }) => name === 'outer').map(({ to }) => to)
    expect(outerStates).toEqual(['ALARM', 'OK', 'ALARM', 'OK'])
  })

  it('rejects a rule that refers back to itself', () => {
    const circle = [composite('first', 'ALARM(second)'), composite('second', 'OK(first)')]
    expect(() => startFixture(circle)).toThrow('Alarm first cannot be run: its rule comes back to itself')
  })

  it.each(['ALARM(one', 'ALARM(one) ALARM(other)', 'BROKEN(one)', ''])(
    'with the rule %j is refused',
    (rule) => {
      expect(() => startFixture([composite('odd', rule), ...parts])).toThrow(
        'Alarm odd cannot be run: cannot read the rule',
      )
    },
  )

  it('rejects a rule that names an alarm that does not exist', () => {
    expect(() => startFixture([composite('odd', 'ALARM(lost)')])).toThrow('There is no alarm lost')
  })
})
