import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { DemoReport } from './demo-report.ts'
import type { Endpoints, Storefront } from './storefront.ts'

/** Exit code and output of an ops command. */
interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs `npm run ops -- <args>`. */
export type RunOps = (...args: string[]) => Promise<Outcome>

/** A notice published to an alarm topic. */
interface Notice {
  readonly subject: string
  readonly at: number
}

/** Shared state and helpers of the demo steps, for an operator with an adjustable clock. */
export interface OpsFixture {
  readonly report: DemoReport
  readonly ops: RunOps
  /** Opens the API with a new token, since advancing the clock expires tokens. */
  shop(): Promise<Storefront>
  /** Advances the clock by minutes; returns the time of the local cloud in milliseconds since the epoch. */
  advance(minutes: number): Promise<number>
  /** Polls after each minute of the clock, for at most `minutes`; then compares and prints. */
  withinMinutes<T>(minutes: number, step: string, expected: T, look: () => Promise<T>): Promise<void>
  /** The given alarms that are in ALARM. */
  raised(...names: readonly string[]): Promise<string[]>
  /** Subjects of the notices of an alarm since a time. */
  noticesOf(alarm: string, since: number): Promise<string[]>
  /** Maximum of a function metric since a time, in the unit of the metric. */
  highest(functionName: string, metric: string, since: number): Promise<number>
  /** Sets the reserved concurrency of a function; `undefined` removes it. Returns the HTTP status. */
  limit(functionName: string, concurrency: number | undefined): Promise<number>
  /** Sends a message to the queue of an alarm; returns its id. */
  send(queueOfAlarm: string, body: string): Promise<string>
}

const prefix = 'retaguarda-dev-'
const root = dirname(dirname(import.meta.dirname))

/** Runs an ops command as the runbooks name it, in a child process. */
export const npmRunOps: RunOps = async (...args) => {
  const child = spawn('npm', ['run', '--silent', 'ops', '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk)
    })
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: output.trim() }
}

export function createOpsFixture(
  { monitoring, sqs }: Endpoints,
  report: DemoReport,
  shop: OpsFixture['shop'],
  ops: RunOps,
): OpsFixture {
  const cloudWatch = (operation: string, input: object) =>
    callAws(monitoring, `GraniteServiceVersion20100801.${operation}`, input)
  const describe = async (names: readonly string[]): Promise<readonly Alarm[]> => {
    const { MetricAlarms, CompositeAlarms } = await cloudWatch('DescribeAlarms', {
      AlarmNames: names.map((name) => `${prefix}${name}`),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    })
    return [...MetricAlarms, ...CompositeAlarms]
  }
  const pass = async (minutes: number): Promise<number> => {
    const body = JSON.stringify({ advanceSeconds: minutes * 60 })
    const response = await fetch(`${monitoring}/clock`, { method: 'POST', body })
    const { now } = (await response.json()) as { now: string }
    return Date.parse(now)
  }
  return {
    report,
    shop,
    ops,
    advance: pass,
    withinMinutes: async (minutes, step, expected, look) => {
      let received = await look()
      for (let passed = 0; passed < minutes && !isSame(received, expected); passed += 1) {
        await pass(1)
        received = await look()
      }
      report.expect(step, expected, received)
    },
    raised: async (...names) => {
      const alarms = await describe(names)
      return alarms
        .filter(({ StateValue }) => StateValue === 'ALARM')
        .map(({ AlarmName }) => AlarmName.replace(prefix, ''))
        .sort()
    },
    noticesOf: async (alarm, since) => {
      const { notices } = (await (await fetch(`${monitoring}/notices`)).json()) as { notices: Notice[] }
      return notices
        .filter(({ subject, at }) => at >= since && subject.includes(`"${prefix}${alarm}"`))
        .map(({ subject }) => subject)
    },
    highest: async (functionName, MetricName, since) => {
      const { Datapoints } = await cloudWatch('GetMetricStatistics', {
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: [{ Name: 'FunctionName', Value: functionName }],
        Statistics: ['Maximum'],
        Period: 60,
        StartTime: since / 1000,
        EndTime: (await pass(1)) / 1000,
      })
      return Math.max(0, ...Datapoints.map(({ Maximum }: { Maximum: number }) => Maximum))
    },
    limit: async (functionName, concurrency) => {
      const url = `${monitoring}/2017-10-31/functions/${functionName}/concurrency`
      if (concurrency === undefined) return (await fetch(url, { method: 'DELETE' })).status
      const body = JSON.stringify({ ReservedConcurrentExecutions: concurrency })
      return (await fetch(url, { method: 'PUT', body })).status
    },
    send: async (queueOfAlarm, body) => {
      const [alarm] = await describe([queueOfAlarm])
      const QueueName = alarm?.Dimensions?.find(({ Name }) => Name === 'QueueName')?.Value
      const { QueueUrl } = await callAws(sqs, 'AmazonSQS.GetQueueUrl', { QueueName })
      const { MessageId } = await callAws(sqs, 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: body })
      return MessageId
    },
  }
}

interface Alarm {
  readonly AlarmName: string
  readonly StateValue: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Calls an AWS service in its JSON protocol. Error: contains the answer when the service rejects the call. */
// The demo reads untyped answers.
async function callAws(url: string, target: string, input: object): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=demo/20260101/us-east-1/sqs/aws4_request',
    },
    body: JSON.stringify(input),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${target}: ${JSON.stringify(answer)}`)
  return answer
}
