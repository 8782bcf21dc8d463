import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { type CommandResult, operationsOn } from '../support/operations.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'

/** The whole suite on a local cloud, with the commands of operations at hand. */
export interface OpsFixture {
  readonly suite: Suite
  /** A client of the suite's table, and its name. */
  readonly client: DynamoDBClient
  readonly table: string
  /** Every record that the relay was given, oldest first. */
  readonly relayed: readonly DynamoDBRecord[]
  /** Runs `npm run ops -- <args>`; a question is answered with `answer`, or by nobody. */
  ops(args: string, answer?: string): Promise<CommandResult>
  /** Messages that wait in a queue, by its name. */
  waitingIn(queue: string): number
  /** The ARN of a queue. */
  queueArn(queue: string): string
  stop(): Promise<void>
}

export async function startOpsFixture(): Promise<OpsFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'retaguarda-ops-'))
  const logFile = join(folder, 'functions.log')
  const relayed: DynamoDBRecord[] = []
  const suite = await startSuite({
    logFile,
    onInvocation: ({ functionName, event }) => {
      if (functionName === 'outbox-relay') relayed.push(...(JSON.parse(event) as DynamoDBStreamEvent).Records)
    },
  })
  const { cloud } = suite
  const client = new DynamoDBClient({
    endpoint: cloud.endpoints.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const run = operationsOn(cloud, logFile)
  const queueArn = (name: string): string => {
    const found = cloud.resources.find((one) => one.type === 'AWS::SQS::Queue' && one.name === name)
    if (found === undefined) throw new Error(`a queue ${name} is expected`)
    return found.arn
  }
  return {
    suite,
    client,
    table:
      cloud.resources.find(({ type, name }) => type === 'AWS::DynamoDB::Table' && name === 'table')?.ref ??
      '',
    relayed,
    ops: (args, answer) => run(args.split(' '), answer),
    queueArn,
    waitingIn: (queue) => cloud.queues.queue(queueArn(queue)).messages.length,
    stop: async () => {
      client.destroy()
      await suite.stop()
      await rm(folder, { recursive: true })
    },
  }
}
