import type { Context } from 'aws-lambda'
import type { Platform } from '../../../events/channels/channel-schema.ts'
import * as api from '../../../functions/channels/api.ts'
import type { ConnectionView } from '../../../functions/channels/connections/connection-requests.ts'
import { handler } from '../../../functions/channels/deliveries/receive-delivery.http.ts'
import type { Receiver } from '../../../functions/channels/platforms/receiver.ts'
import { receivers } from '../../../functions/channels/platforms/receivers.ts'
import type { HttpEvent } from '../../../shared/http/request.ts'
import { documents } from '../../../shared/table/table.store.ts'
import { ServiceError } from '../../support/aws-services.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

export const secret = 'the-secret-of-the-webhooks-0123456789'

/** A call of a platform as API Gateway passes it on. */
export interface PlatformCall {
  readonly connectionId: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body: string | Buffer
  /** Sent as base64, as API Gateway does with binary bodies. */
  readonly base64?: boolean
}

/**
 * The dependencies of the channels slice: table, parameter store and log, and the requests that they received.
 */
export interface ChannelFixture extends SuiteFixture {
  readonly parameters: Map<string, string>
  /** Operations on the table and the parameter store since the last call. */
  operations(): string[]
  connect(platform: Platform, account: string, more?: object): Promise<ConnectionView>
  receive(platform: Platform, call: PlatformCall): Promise<{ status: number; body: string }>
}

let requests = 0

/** Starts the fixture; the environment of this process points at it. */
export async function startChannelFixture(): Promise<ChannelFixture> {
  const fixture = await startSuiteFixture()
  const parameters = new Map<string, string>()
  let operations: string[] = []
  keepParameters(fixture, parameters, (operation) => operations.push(operation))
  documents.middlewareStack.add(
    (next, context) => (args) => {
      operations.push(String(context.commandName).replace(/Command$/, ''))
      return next(args)
    },
    { step: 'initialize', name: 'counted', override: true },
  )
  const call = callerOf(api)
  return {
    ...fixture,
    parameters,
    operations() {
      const since = operations
      operations = []
      return since
    },
    async connect(platform, account, more = {}) {
      requests += 1
      const body = { platform, account, secrets: { webhook: secret }, ...more }
      const headers = { 'idempotency-key': `connect-${requests}` }
      return (await call<ConnectionView>('POST', '/channels/connections', { body, headers })).body
    },
    receive,
  }
}

function keepParameters(
  { services }: SuiteFixture,
  parameters: Map<string, string>,
  note: (operation: string) => void,
): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: process.env['AWS_ENDPOINT_URL_SQS'],
    CHANNEL_SECRETS_PATH: '/retaguarda/test/channels',
  })
  services.on('GetParameter', ({ Name }) => {
    note('GetParameter')
    const Value = parameters.get(String(Name))
    if (Value === undefined) throw new ServiceError(400, 'ParameterNotFound')
    return { Parameter: { Value } }
  })
  services.on('PutParameter', ({ Name, Value }) => {
    note('PutParameter')
    parameters.set(String(Name), String(Value))
    return { Version: 1 }
  })
  services.on('DeleteParameter', ({ Name }) => {
    note('DeleteParameter')
    parameters.delete(String(Name))
    return {}
  })
}

async function receive(platform: Platform, call: PlatformCall): Promise<{ status: number; body: string }> {
  const { connectionId, token, headers = {}, query, body, base64 = false } = call
  const receiver: Receiver = receivers[platform]
  const path = receiver.via === 'webhook' ? receiver.path : '/channels/elsewhere'
  requests += 1
  const bytes = Buffer.from(body)
  const event = {
    routeKey: `POST ${path}`,
    rawPath: path.replace('{connectionId}', connectionId).replace('{token}', token ?? ''),
    headers: { 'content-type': 'application/json', ...headers },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    pathParameters: { connectionId, ...(token === undefined ? {} : { token }) },
    requestContext: {
      requestId: `call-${requests}`,
      routeKey: `POST ${path}`,
      domainName: 'api.example.com',
    },
    body: bytes.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  } as unknown as HttpEvent
  const answer = await handler(event, {} as Context)
  return { status: answer.statusCode ?? 0, body: answer.body ?? '' }
}

/** The store of `callerOf` by default. */
export const store = storeA.store
