import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { startCloud } from '../../infra/local/cloud.ts'
import type { Cloud } from '../../infra/local/cloud-contract.ts'
import { tokenFor } from '../../infra/start/sample-clients.ts'
import { samplePrincipals } from '../../infra/start/sample-principals.ts'

const ASSEMBLY = join(import.meta.dirname, 'hello-assembly')
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

describe('a local cloud', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cloud-'))
  const logFile = join(dir, 'lines.log')
  let cloud: Cloud

  beforeAll(async () => {
    cloud = await startCloud({ assembly: ASSEMBLY, logFile, principals: samplePrincipals })
  })
  afterAll(async () => {
    await cloud.stop()
    rmSync(dir, { recursive: true })
  })

  const witness = () => cloud.resources.find(({ name }) => name === 'witness')!
  const seen = () => cloud.logs.lines.filter(({ functionName }) => functionName === 'witness')

  it('answers HTTP calls that carry a token it issued', async () => {
    const token = await tokenFor(cloud.endpoints.token, cloud.identity.clients[0]!)
    const response = await fetch(`${cloud.endpoints.api}/orders/o`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.status).toBe(200)
    await expect(tokenFor(cloud.endpoints.token, { id: 'loja-azul', secret: 'no' })).rejects.toThrow(
      'invalid_client',
    )
  })

  it('delivers a write through the stream to its function before it is idle', async () => {
    const client = new DynamoDBClient({
      endpoint: cloud.endpoints.dynamodb,
      region: 'us-east-1',
      credentials,
    })
    await client.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'a' } } }))
    client.destroy()
    await cloud.idle()
    expect(seen().map(({ line }) => line)).toContain('saw aws:dynamodb')
  })

  it('delivers an event through the bus and a queue to its function before it is idle', async () => {
    const client = new EventBridgeClient({
      endpoint: cloud.endpoints.events,
      region: 'us-east-1',
      credentials,
    })
    const entry = { EventBusName: 'hello', Source: 'hello', DetailType: 'greeting', Detail: '{}' }
    await client.send(new PutEventsCommand({ Entries: [entry] }))
    client.destroy()
    await cloud.idle()
    expect(seen().map(({ line }) => line)).toContain('saw aws:sqs')
  })

  it('sends a failed asynchronous event to its on-failure destination', async () => {
    cloud.functions.invokeAsync(witness().arn, { fail: true })
    await cloud.idle()
    const failures = cloud.queues.queue('arn:aws:sqs:us-east-1:000000000000:failures')
    const [message] = failures.dequeue(1)
    expect(JSON.parse(message!.Body)).toMatchObject({
      requestPayload: { fail: true },
      responsePayload: { errorMessage: 'saw nothing' },
    })
  })

  it('gives functions local endpoint addresses', async () => {
    const { Environment } = witness().properties
    expect(Environment.Variables).toEqual({
      QUEUE_URL: `${cloud.endpoints.sqs}/000000000000/queue`,
      TABLE_NAME: 'table',
    })
  })

  it('also writes the log to a file', async () => {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(cloud.logs.lines[0])
  })

  it('lists resource types that it neither runs nor ignores', () => {
    expect(cloud.unknownTypes).toEqual(['AWS::Kinesis::Stream'])
  })

  it('names the busy part when it does not become idle in time', async () => {
    const lab = cloud.resources.find(({ name }) => name === 'lab')!
    await cloud.functions.invoke(lab.arn, { do: 'count' })
    const hanging = cloud.functions.invoke(lab.arn, { do: 'hang' })
    await expect(cloud.idle({ limitMs: 30 })).rejects.toThrow(/after 30 ms: functions \(1\)/)
    await cloud.functions.crash('lab')
    expect(await hanging).toMatchObject({ fault: 'crashed' })
    await cloud.idle()
  })

  it('stops its started parts and reports the cause when it cannot start', async () => {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as { port: number }
    await expect(startCloud({ assembly: ASSEMBLY, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await new Promise((closed) => server.close(closed))
    const broken = join(dir, 'broken')
    cpSync(ASSEMBLY, broken, { recursive: true })
    writeFileSync(
      join(broken, 'b.template.json'),
      '{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"x":{"Ref":"No"}}}}}',
    )
    await expect(startCloud({ assembly: broken })).rejects.toThrow('Q (AWS::SQS::Queue) of b')
  })
})
