import { sendToDeadLetters } from '../../shared/dead-letters.client.ts'
import { callJsonService } from '../../shared/json-service.client.ts'
import { type AwsServices, ServiceError, startAwsServices } from '../support/aws-services.ts'

let services: AwsServices
beforeAll(async () => {
  services = await startAwsServices()
})
afterAll(() => services.stop())

const describeKey = () =>
  callJsonService({
    service: 'secretsmanager',
    endpoint: process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'],
    target: 'secretsmanager.DescribeSecret',
    protocol: '1.1',
    input: { SecretId: 'signing' },
  })

/** An operation that fails this many times before it succeeds. */
function refuseFirst(times: number, status: number, code: string): () => number {
  let asked = 0
  services.on('DescribeSecret', () => {
    asked += 1
    if (asked <= times) throw new ServiceError(status, code)
    return { Name: 'signing' }
  })
  return () => asked
}

describe('a call to a JSON service', () => {
  it('is retried while the service throttles or fails', async () => {
    const asked = refuseFirst(2, 400, 'ThrottlingException')
    expect(await describeKey()).toEqual({ Name: 'signing' })
    expect(asked()).toBe(3)
    refuseFirst(1, 500, 'InternalServiceError')
    expect(await describeKey()).toEqual({ Name: 'signing' })
  })

  it('fails after the third try with the error of the service', async () => {
    const asked = refuseFirst(9, 503, 'ServiceUnavailable')
    await expect(describeKey()).rejects.toThrow('secretsmanager.DescribeSecret: 503')
    expect(asked()).toBe(3)
  })

  it('is not retried when the service rejects it', async () => {
    const asked = refuseFirst(9, 400, 'ResourceNotFoundException')
    await expect(describeKey()).rejects.toThrow('ResourceNotFoundException')
    expect(asked()).toBe(1)
  })

  it('is rejected when the service is unreachable', async () => {
    const nowhere = { service: 'sqs', endpoint: 'http://127.0.0.1:9', target: 'AmazonSQS.SendMessage' }
    await expect(callJsonService({ ...nowhere, protocol: '1.0', input: {} })).rejects.toThrow('ECONNREFUSED')
  })
})

describe('a message that cannot succeed', () => {
  it('goes to the dead-letter queue with its code', async () => {
    services.on('SendMessage', () => ({ MessageId: 'm-1' }))
    await sendToDeadLetters('{"broken":true}', 'invalid-event')
    expect(services.inputs('SendMessage')).toEqual([
      {
        QueueUrl: process.env['DEAD_LETTER_QUEUE_URL'],
        MessageBody: '{"broken":true}',
        MessageAttributes: { ErrorCode: { DataType: 'String', StringValue: 'invalid-event' } },
      },
    ])
  })
})
