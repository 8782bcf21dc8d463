import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request to an AWS service in the JSON protocol, such as `AWSEvents.PutEvents`. */
export interface ServiceCall {
  readonly operation: string
  readonly input: Record<string, unknown>
}

/** The answer of the service: a status and a body. */
export interface ServiceAnswer {
  readonly status: number
  readonly body: unknown
}

/** A stub server for the AWS services that the suite calls besides its table. */
export interface AwsServices {
  readonly calls: ServiceCall[]
  /** Sets the answer of an operation; an operation without one is rejected. */
  on(operation: string, answer: (input: Record<string, unknown>) => unknown): void
  /** The inputs of all calls of an operation so far. */
  inputs(operation: string): Record<string, unknown>[]
  stop(): Promise<void>
}

/** Thrown by an answer to reject a call. */
export class ServiceError extends Error {
  readonly status: number

  constructor(status: number, code: string) {
    super(code)
    this.status = status
  }
}

const signingKey = 'a signing key for tests, of sufficient length'

/** Starts the server and points EventBridge, SQS and Secrets Manager of this process at it. */
export async function startAwsServices(): Promise<AwsServices> {
  const calls: ServiceCall[] = []
  const answers = new Map<string, (input: Record<string, unknown>) => unknown>([
    ['GetSecretValue', () => ({ SecretString: signingKey })],
  ])
  const answer = ({ operation, input }: ServiceCall): ServiceAnswer => {
    try {
      const respond = answers.get(operation)
      if (respond === undefined) throw new ServiceError(400, 'UnknownOperationException')
      return { status: 200, body: respond(input) }
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      return { status: error.status, body: { __type: error.message, message: error.message } }
    }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
      calls.push({ operation, input })
      const { status, body } = answer({ operation, input })
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_EVENTBRIDGE: url,
    AWS_ENDPOINT_URL_SQS: url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    SIGNING_KEY_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:signing',
    DEAD_LETTER_QUEUE_URL: `${url}/000000000000/dead-letters`,
    EVENT_BUS_NAME: 'suite',
  })
  return {
    calls,
    on: (operation, respond) => void answers.set(operation, respond),
    inputs: (operation) => calls.filter((call) => call.operation === operation).map(({ input }) => input),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
