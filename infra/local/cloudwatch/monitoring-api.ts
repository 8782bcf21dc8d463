import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CloudClock, CloudPart } from '../contracts.ts'
import type { AlarmState } from './alarm-evaluation.ts'
import type { Alarms } from './alarms.ts'
import { compileStatistic } from './metric-statistics.ts'
import type { Metrics } from './metrics.ts'
import type { Topics } from './topics.ts'

/** CloudWatch over HTTP. */
export interface MonitoringApi extends CloudPart {
  readonly url: string
}

interface MonitoringApiOptions {
  readonly alarms: Alarms
  readonly metrics: Metrics
  readonly topics: Topics
  readonly clock: CloudClock
  /** Resolves when the cloud has no work in progress; rejects after the limit. */
  readonly idle: (limits: { limitMs: number }) => Promise<void>
  readonly reserve: (functionName: string, concurrency?: number) => void
}

// Input is read field by field, as AWS documents it.
// oxlint-disable-next-line typescript/no-explicit-any -- a call's input is open
type Input = Readonly<Record<string, any>>

const STEP_MS = 60_000
/** Limit of a wait: a stopped function never finishes its work, and the clock advances without it. */
const PATIENCE_MS = 500
const CONCURRENCY = /^\/2017-10-31\/functions\/([\w-]+)\/concurrency$/

/**
 * Starts CloudWatch's API in its JSON protocol (`DescribeAlarms`, `DescribeAlarmHistory`, `SetAlarmState`,
 * `GetMetricStatistics`, `ListMetrics`), Lambda's `PutFunctionConcurrency` and `DeleteFunctionConcurrency`, by which
 * a function is stopped and started again, and what only a local cloud has: `GET /` for a person, `GET /notices`,
 * and `POST /clock` with `{ "advanceSeconds": 300 }`, which passes minute by minute and waits for what each brings.
 */
export async function startMonitoringApi(options: MonitoringApiOptions): Promise<MonitoringApi> {
  const { topics, clock, idle, reserve } = options
  const operations = operationsOf(options)

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await bodyOf(request)
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1]
    if (operation !== undefined) return call(operation, body)
    if (request.method === 'GET' && request.url === '/') return { status: 200, body: overview(options) }
    if (request.method === 'GET' && request.url === '/notices')
      return { status: 200, body: { notices: topics.notices() } }
    const functionName = CONCURRENCY.exec(request.url ?? '')?.[1]
    if (functionName !== undefined) return limit(functionName, request.method, body)
    if (request.method === 'POST' && request.url === '/clock')
      return advance(Number(parse(body)['advanceSeconds']))
    return {
      status: 404,
      body: { message: 'GET /, GET /notices, POST /clock or a call of CloudWatch is expected' },
    }
  }

  function call(operation: string, body: string): Answer {
    const run = operations[operation]
    if (run === undefined) return refusal('UnknownOperationException', `${operation} is not served here`)
    try {
      return { status: 200, body: run(parse(body)) }
    } catch (error) {
      return refusal('ValidationException', (error as Error).message)
    }
  }

  function limit(functionName: string, method: string | undefined, body: string): Answer {
    const concurrency = method === 'DELETE' ? undefined : Number(parse(body)['ReservedConcurrentExecutions'])
    if (concurrency !== undefined && !(concurrency >= 0))
      return refusal('ValidationException', 'ReservedConcurrentExecutions is expected to be 0 or more')
    try {
      reserve(functionName, concurrency)
    } catch (error) {
      return { status: 404, body: { message: (error as Error).message } }
    }
    if (concurrency === undefined) return { status: 204, body: '' }
    return { status: 200, body: { ReservedConcurrentExecutions: concurrency } }
  }

  async function advance(seconds: number): Promise<Answer> {
    if (!(seconds > 0)) return refusal('ValidationException', 'advanceSeconds is expected to be more than 0')
    for (let left = seconds * 1000; left > 0; left -= STEP_MS) {
      clock.advance(Math.min(left, STEP_MS))
      await idle({ limitMs: PATIENCE_MS }).catch(() => undefined)
    }
    return { status: 200, body: { now: new Date(clock.now()).toISOString() } }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (given) => write(response, given),
      (error: Error) => write(response, { status: 500, body: { message: error.message } }),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pending: () => 0,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function operationsOf({ alarms, metrics }: MonitoringApiOptions): Record<string, (input: Input) => object> {
  return {
    DescribeAlarms: ({ AlarmNames, AlarmNamePrefix = '', StateValue, AlarmTypes = ['MetricAlarm'] }) => {
      const described = alarms
        .describe()
        .filter(({ name }) => (AlarmNames as string[] | undefined)?.includes(name) ?? true)
        .filter(({ name, state }) => name.startsWith(AlarmNamePrefix) && state === (StateValue ?? state))
      const ofKind = (kind: string) => described.filter((alarm) => alarm.kind === kind).map(shown)
      return {
        MetricAlarms: AlarmTypes.includes('MetricAlarm') ? ofKind('metric') : [],
        CompositeAlarms: AlarmTypes.includes('CompositeAlarm') ? ofKind('composite') : [],
      }
    },
    DescribeAlarmHistory: ({ AlarmName }) => ({
      AlarmHistoryItems: alarms
        .history(AlarmName)
        .map(({ alarm, from, to, reason, at }) => ({
          AlarmName: alarm.name,
          AlarmType: alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
          Timestamp: at / 1000,
          HistoryItemType: 'StateUpdate',
          HistorySummary: `Alarm updated from ${from} to ${to}`,
          HistoryData: JSON.stringify({
            oldState: { stateValue: from },
            newState: { stateValue: to, stateReason: reason },
          }),
        }))
        .toReversed(),
    }),
    SetAlarmState: ({ AlarmName, StateValue, StateReason }) => {
      alarms.setState(AlarmName, StateValue as AlarmState, StateReason)
      return {}
    },
    GetMetricStatistics: (input) => statisticsOf(metrics, input),
    ListMetrics: ({ Namespace, MetricName }) => ({
      Metrics: metrics
        .list()
        .filter(
          ({ namespace, name }) => namespace === (Namespace ?? namespace) && name === (MetricName ?? name),
        )
        .map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        })),
    }),
  }
}

function shown({
  name,
  arn,
  state,
  reason,
  since,
  properties,
}: ReturnType<Alarms['describe']>[number]): object {
  return {
    ...properties,
    AlarmName: name,
    AlarmArn: arn,
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: since / 1000,
  }
}

function statisticsOf(metrics: Metrics, input: Input): object {
  const { Namespace: namespace, MetricName: name, Dimensions = [], Period, StartTime, EndTime } = input
  const dimensions = Object.fromEntries((Dimensions as Input[]).map(({ Name, Value }) => [Name, Value]))
  const names = [...(input['Statistics'] ?? []), ...(input['ExtendedStatistics'] ?? [])] as string[]
  const periodMs = Number(Period) * 1000
  const first = Math.floor((Number(StartTime) * 1000) / periodMs) * periodMs
  const datapoints: object[] = []
  for (let from = first; from < Number(EndTime) * 1000; from += periodMs) {
    const summary = metrics.summary({ namespace, name, dimensions }, from, from + periodMs)
    if (summary === undefined) continue
    const values = names.map((one) => [one, compileStatistic(one)(summary)])
    datapoints.push({ Timestamp: from / 1000, ...Object.fromEntries(values) })
  }
  return { Label: name, Datapoints: datapoints }
}

/** One line an alarm, those that are off first. */
function overview({ alarms, clock }: MonitoringApiOptions): string {
  const all = alarms.describe().map(({ name, state, since, reason }) => ({ name, state, since, reason }))
  const loudFirst = all.toSorted((a, b) => a.state.localeCompare(b.state) || a.name.localeCompare(b.name))
  const lines = loudFirst.map(({ name, state, since, reason }) => {
    return [
      state.padEnd(17),
      new Date(since).toISOString(),
      name,
      state === 'ALARM' ? `  ${reason}` : '',
    ].join(' ')
  })
  return [`Alarms at ${new Date(clock.now()).toISOString()}`, '', ...lines, ''].join('\n')
}

interface Answer {
  readonly status: number
  /** Text, or what goes out as JSON. */
  readonly body: object | string
}

const refusal = (type: string, message: string): Answer => ({ status: 400, body: { __type: type, message } })

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function parse(body: string): Input {
  return JSON.parse(body === '' ? '{}' : body) as Input
}

function write(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/x-amz-json-1.0',
  })
  response.end(isText ? body : JSON.stringify(body))
}
