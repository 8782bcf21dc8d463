import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { DemoReport } from './demo-report.ts'
import type { Endpoints, Storefront } from './storefront.ts'

/** What a command of operations said, and how it ended. */
interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs `npm run ops -- <words>`. */
export type RunOps = (...words: string[]) => Promise<Outcome>

/** Something that a topic of the alarms was told. */
interface Notice {
  readonly subject: string
  readonly at: number
}

/** What the chapters of the demo share: whoever operates the suite, with a clock that waits for nobody. */
export interface OpsFixture {
  readonly report: DemoReport
  readonly ops: RunOps
  /** Opens the API anew: minutes that are let go by count against a token's life, too. */
  shop(): Promise<Storefront>
  /** Lets minutes go by; gives the cloud's time, in milliseconds since the epoch. */
  advance(minutes: number): Promise<number>
  /** Looks again after each minute, for as many as it may take, then compares and prints. */
  withinMinutes<T>(minutes: number, step: string, expected: T, look: () => Promise<T>): Promise<void>
  /** The alarms among these that are raised. */
  raised(...names: readonly string[]): Promise<string[]>
  /** The subjects of an alarm's notices since a moment. */
  noticesOf(alarm: string, since: number): Promise<string[]>
  /** The highest value of a function's metric in the minutes since a moment, in the metric's unit. */
  highest(functionName: string, metric: string, since: number): Promise<number>
  /** Lets a function run no more; with `undefined`, as many at once as before. Gives the answer's status. */
  limit(functionName: string, concurrency: number | undefined): Promise<number>
  /** Puts a message into the queue that an alarm watches, from outside; gives its id. */
  send(queueOfAlarm: string, body: string): Promise<string>
}

const prefix = 'retaguarda-dev-'
const root = dirname(dirname(import.meta.dirname))

/** Runs a command as the runbooks say it, in a process of its own. */
export const npmRunOps: RunOps = async (...words) => {
  const child = spawn('npm', ['run', '--silent', 'ops', '--', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += String(chunk)
    })
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: said.trim() }
}

export function createOpsFixture(
  { monitoring, sqs }: Endpoints,
  story: DemoReport,
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
    report: story,
    shop,
    ops,
    advance: pass,
    withinMinutes: async (minutes, step, expected, look) => {
      let received = await look()
      for (let passed = 0; passed < minutes && !isSame(received, expected); passed += 1) {
        await pass(1)
        received = await look()
      }
      story.expect(step, expected, received)
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

/** A call of an AWS service in its JSON protocol. Error: with the service's answer, when it refuses. */
// A demo reads whatever the service answers.
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
