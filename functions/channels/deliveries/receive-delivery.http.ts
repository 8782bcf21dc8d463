import { setTimeout as pause } from 'node:timers/promises'
import middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { problemDetails, requestLog } from '../../../shared/http/middlewares.ts'
import type { HttpEvent } from '../../../shared/http/request.ts'
import { metric } from '../../../shared/log.ts'
import { findConnection } from '../connections/connection.store.ts'
import type { Connection } from '../connections/connection.ts'
import type { Call } from '../platforms/call.ts'
import { type ConnectionSecrets, validAt } from '../platforms/credentials/connection-secrets.ts'
import { readSecrets, rereadSecrets } from '../platforms/credentials/secrets.client.ts'
import type { WebhookReceiver } from '../platforms/receiver.ts'
import { webhookReceivers } from '../platforms/receivers.ts'
import { maxCallBytes } from './raw-body.ts'
import { saveDelivery } from './save-delivery.usecase.ts'

const byPath: ReadonlyMap<string, WebhookReceiver> = new Map(
  webhookReceivers.map((receiver) => [receiver.path, receiver]),
)

/** The routes that platforms call. They have no authorizer: each call is verified by its signature or secret. */
export const receiverPaths: readonly string[] = [...byPath.keys()]

/**
 * Takes a platform's call: proves the raw bytes, keeps them by one write, answers. What they say is worked on later,
 * from the queue: nothing here asks anybody, so the platforms' limits (500 ms at the least) hold.
 * A call for a connection that is not there is refused as one with a wrong signature is.
 */
export const handler = middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
  .use(problemDetails())
  .use(requestLog())
  .handler((event) => withTimeout(handleCall(event)))

async function handleCall(event: HttpEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const receiver = byPath.get(event.routeKey.replace(/^POST /, ''))
  if (receiver === undefined) throw new DomainError('not-found', 'Route not found.')
  const call = callOf(event)
  if (call.body.length > maxCallBytes)
    throw new DomainError('body-too-large', `a body may weigh ${maxCallBytes} bytes at most`)
  const connection = await findConnection(event.pathParameters?.['connectionId'] ?? '')
  if (connection?.platform !== receiver.name || connection.status === 'removed') throw unverified()
  const { ping, describe } = receiver
  const isPing = ping?.is(call) === true
  if (isPing && ping?.unsigned === true) return accepted
  await verifyCall(receiver, call, connection)
  if (isPing) return accepted
  await saveDelivery(connection, describe(call, connection), call.body, {
    requestId: call.requestId,
    now: now(),
  })
  return accepted
}

/** Below the function's own time, over which the platform would be told of an error of ours. */
const timeoutMilliseconds = 8000

/**
 * Has the platform call again when the table or the parameter store is slow or fails: nothing is lost by it, and a
 * platform that is told of an error of ours may switch its webhook off. Error: `busy`.
 */
async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController()
  try {
    return await Promise.race([work, rejectAfterTimeout(over.signal)])
  } catch (cause) {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('busy', 'the call could not be kept at the moment; call again', { cause })
  } finally {
    over.abort()
  }
}

async function rejectAfterTimeout(signal: AbortSignal): Promise<never> {
  await pause(timeoutMilliseconds, undefined, { signal, ref: false })
  throw new DomainError('busy', 'the call could not be kept in time; call again')
}

const accepted: APIGatewayProxyStructuredResultV2 = {
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: '{}',
}

function callOf(event: HttpEvent): Call {
  const { domainName, requestId } = event.requestContext
  return {
    headers: event.headers,
    query: event.queryStringParameters ?? {},
    url: `https://${domainName}${event.rawPath}`,
    token: event.pathParameters?.['token'],
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    requestId,
  }
}

/** With the secrets in memory, or else with those read again, in case they were rotated. Error: `unauthenticated`. */
async function verifyCall(receiver: WebhookReceiver, call: Call, connection: Connection): Promise<void> {
  const isProvenBy = (secrets: ConnectionSecrets | undefined): boolean =>
    secrets !== undefined &&
    validAt(secrets, now()).filter((secret) => receiver.verify(call, secret, connection)).length > 0
  if (isProvenBy(await readSecrets(connection.id, connection.secretChangedAt))) return
  if (isProvenBy(await rereadSecrets(connection.id))) return
  metric({}, { SignaturesRefused: 1 })
  throw unverified()
}

const unverified = (): DomainError =>
  new DomainError('unauthenticated', 'a call that its platform signed is expected')
