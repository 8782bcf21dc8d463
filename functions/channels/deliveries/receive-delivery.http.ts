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
 * Receives a platform's call: verifies the raw bytes, stores them in one write and answers. Processing happens
 * later, from the queue: nothing here calls another service, so the platforms' limits (500 ms at the least)
 * hold. A call for a connection that does not exist is refused like one with a wrong signature.
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
    throw new DomainError('body-too-large', `Body is larger than ${maxCallBytes} bytes.`)
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

/** Below the function's timeout, after which the platform would receive a server error. */
const timeoutMilliseconds = 8000

/**
 * Makes the platform retry when the table or the parameter store is slow or fails. Nothing is lost, while a
 * server error could make a platform disable its webhook. Error: `busy`.
 */
async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController()
  try {
    return await Promise.race([work, rejectAfterTimeout(done.signal)])
  } catch (cause) {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('busy', 'Call could not be stored; retry.', { cause })
  } finally {
    done.abort()
  }
}

async function rejectAfterTimeout(signal: AbortSignal): Promise<never> {
  await pause(timeoutMilliseconds, undefined, { signal, ref: false })
  throw new DomainError('busy', 'Call could not be stored in time; retry.')
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

/**
 * Verifies with the cached secrets, then with those read again, in case they were rotated. Error:
 * `unauthenticated`.
 */
async function verifyCall(receiver: WebhookReceiver, call: Call, connection: Connection): Promise<void> {
  const isVerifiedBy = (secrets: ConnectionSecrets | undefined): boolean =>
    secrets !== undefined &&
    validAt(secrets, now()).filter((secret) => receiver.verify(call, secret, connection)).length > 0
  if (isVerifiedBy(await readSecrets(connection.id, connection.secretChangedAt))) return
  if (isVerifiedBy(await rereadSecrets(connection.id))) return
  metric({}, { SignaturesRefused: 1 })
  throw unverified()
}

const unverified = (): DomainError => new DomainError('unauthenticated', 'Signature is not valid.')
