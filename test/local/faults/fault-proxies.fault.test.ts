import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { createClock } from '../../../infra/local/clock.ts'
import { callerName, createFaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'
import { startFaultProxies } from '../../../infra/local/faults/fault-proxies.ts'
import { startTestTable, type TestTable } from '../../support/dynamodb.ts'
import { until } from '../../support/suite/settled.ts'

const SEED = 7
/** Error that a client gets from a broken connection. */
const BROKEN = /socket hang up|ECONNRESET/
const credentials = {
  accessKeyId: callerName('orders-api'),
  secretAccessKey: 'local',
  sessionToken: 'environment-3',
}

let table: TestTable
let stop: () => Promise<void> = () => Promise.resolve()

beforeEach(async () => {
  table = await startTestTable()
})

afterEach(async () => {
  await stop()
  await table.stop()
})

/** Proxies in front of DynamoDB Local for all services, and a function's client without retries. */
async function proxiesWith(...rules: FaultRule[]) {
  const clock = createClock()
  const crashed: [string, string | undefined][] = []
  const printed: string[] = []
  const answers: [string, number][] = []
  const services = ['dynamodb', 'sqs', 's3', 'sns', 'events', 'sesv2', 'secretsManager', 'ssm'] as const
  const direct = Object.fromEntries(services.map((service) => [service, table.endpoint]))
  const plan = createFaultPlan(rules, SEED)
  const proxies = await startFaultProxies({
    endpoints: direct as Record<(typeof services)[number], string>,
    plan,
    clock,
    crash: (caller, sessionToken) => void crashed.push([caller, sessionToken]),
    print: (line) => printed.push(line),
    onAnswer: ({ service, operation, status }) => void answers.push([`${service} ${operation}`, status]),
  })
  const config = (endpoint: string) => ({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  const dynamodb = new DynamoDBClient(config(proxies.endpoints.dynamodb))
  stop = async () => {
    dynamodb.destroy()
    await proxies.stop()
  }
  return { proxies, dynamodb, clock, crashed, printed, answers, plan, config }
}

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '0' } })
const putOf = (pk: string) => new PutItemCommand({ TableName: table.name, Item: key(pk) })

async function isThere(pk: string): Promise<boolean> {
  const { Item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: key(pk) }))
  return Item !== undefined
}

describe('a call through the proxies', () => {
  it('reaches its service and returns the answer without a fault', async () => {
    const { dynamodb, printed, proxies } = await proxiesWith()
    await dynamodb.send(putOf('a'))
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table.name, Key: key('a') }))
    expect(Item).toEqual(key('a'))
    expect(printed).toEqual([`faults are injected, seed ${SEED}`])
    expect(proxies.pending()).toBe(0)
  })

  it('is identified by its caller, service and operation', async () => {
    const { dynamodb, plan } = await proxiesWith({ fault: { action: 'throttle' } })
    await expect(dynamodb.send(putOf('a'))).rejects.toThrow(/throughput for the table was exceeded/)
    expect(plan.strikes).toEqual([
      { caller: 'ordersapi', service: 'dynamodb', operation: 'PutItem', action: 'throttle', nth: 1 },
    ])
  })
})

describe('a listener of the proxies', () => {
  it('receives each call with its answer, from the service or from a fault', async () => {
    const { dynamodb, answers } = await proxiesWith({ fault: { action: 'throttle' }, nth: 2 })
    await dynamodb.send(putOf('a'))
    await expect(dynamodb.send(putOf('a'))).rejects.toThrow('throughput')
    expect(answers).toEqual([
      ['dynamodb PutItem', 200],
      ['dynamodb PutItem', 400],
    ])
  })
})

describe('a fault', () => {
  it('throttles a call before it reaches the service', async () => {
    const { dynamodb } = await proxiesWith({ fault: { action: 'throttle' }, nth: 1 })
    await expect(dynamodb.send(putOf('a'))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    })
    expect(await isThere('a')).toBe(false)
    await dynamodb.send(putOf('a'))
    expect(await isThere('a')).toBe(true)
  })

  it('makes a transaction conflict with another one', async () => {
    const { dynamodb } = await proxiesWith({ fault: { action: 'conflict' } })
    const actions = ['a', 'b'].map((pk) => ({ Put: { TableName: table.name, Item: key(pk) } }))
    await expect(
      dynamodb.send(new TransactWriteItemsCommand({ TransactItems: actions })),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    })
    await expect(dynamodb.send(putOf('a'))).rejects.toMatchObject({ name: 'TransactionConflictException' })
    expect(await isThere('a')).toBe(false)
  })

  it('crashes the caller before the service acts', async () => {
    const { dynamodb, crashed } = await proxiesWith({ fault: { action: 'crashBefore' } })
    await expect(dynamodb.send(putOf('a'))).rejects.toThrow(BROKEN)
    expect(crashed).toEqual([['ordersapi', 'environment-3']])
    expect(await isThere('a')).toBe(false)
  })

  it('crashes the caller after the service has acted', async () => {
    const { dynamodb, crashed } = await proxiesWith({ fault: { action: 'crashAfter' } })
    await expect(dynamodb.send(putOf('a'))).rejects.toThrow(BROKEN)
    expect(crashed).toEqual([['ordersapi', 'environment-3']])
    expect(await isThere('a')).toBe(true)
  })

  it('drops the answer of a completed call', async () => {
    const { dynamodb, crashed } = await proxiesWith({ fault: { action: 'loseAnswer' } })
    await expect(dynamodb.send(putOf('a'))).rejects.toThrow(BROKEN)
    expect(crashed).toEqual([])
    expect(await isThere('a')).toBe(true)
  })

  it('delays a call by the clock of the cloud', async () => {
    const { dynamodb, clock, proxies } = await proxiesWith({ fault: { action: 'delay', ms: 3_600_000 } })
    let done = false
    const putting = dynamodb.send(putOf('a')).then(() => {
      done = true
    })
    await until('the call is under way', () => proxies.pending() === 1)
    expect(done).toBe(false)
    expect(await isThere('a')).toBe(false)

    // The call may not have reached the proxy yet, so advance the clock until it completes.
    await until('the call is through', () => {
      clock.advance(3_600_000)
      return done
    })
    await putting
    expect(await isThere('a')).toBe(true)
  })
})

describe('throttling', () => {
  it('uses the error of each service that its client expects', async () => {
    const { proxies, config, plan } = await proxiesWith({ fault: { action: 'throttle' } })
    const { endpoints } = proxies
    const s3 = new S3Client({ ...config(endpoints.s3), forcePathStyle: true })
    const events = new EventBridgeClient(config(endpoints.events))
    const ses = new SESv2Client(config(endpoints.sesv2))
    const secrets = new SecretsManagerClient(config(endpoints.secretsManager))
    const mail = { Simple: { Subject: { Data: 'hi' }, Body: { Text: { Data: 'hi' } } } }

    const errors = await Promise.all([
      s3.send(new PutObjectCommand({ Bucket: 'mails', Key: 'a/b', Body: 'x' })).catch(errorOf),
      events.send(new PutEventsCommand({ Entries: [] })).catch(errorOf),
      ses.send(new SendEmailCommand({ Content: mail })).catch(errorOf),
      secrets.send(new GetSecretValueCommand({ SecretId: 'x' })).catch(errorOf),
    ])
    for (const client of [s3, events, ses, secrets]) client.destroy()

    expect(errors).toEqual([
      ['SlowDown', 503],
      ['ThrottlingException', 400],
      ['TooManyRequestsException', 429],
      ['ThrottlingException', 400],
    ])
    expect(plan.strikes.map(({ operation }) => operation).toSorted()).toEqual([
      'GetSecretValue',
      'PutEvents',
      'PutObject',
      'SendEmail',
    ])
  })
})

function errorOf(error: { name: string; $metadata: { httpStatusCode?: number } }) {
  return [error.name, error.$metadata.httpStatusCode]
}
