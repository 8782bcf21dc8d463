import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { now, stopwatch } from '../../../shared/clock.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { optionalEnv } from '../../../shared/env.ts'
import { isPublicAddress, lookupPublic } from '../platforms/fetch/public-lookup.client.ts'
import { retryAfterSeconds } from './retry-schedule.ts'
import type { Failure, Outcome } from './webhook.ts'

/** Milliseconds for a receiver's response. */
const timeoutMilliseconds = 15_000

/** Largest part of a response body that is read; it is not stored. */
const maxResponseBytes = 16_384

/**
 * Posts a body to a receiver and returns the outcome: 2xx is delivered, a redirect is not followed. The name is
 * resolved for this very connection, and refused when any of its addresses is not public, so that it cannot
 * change between check and call.
 */
export async function callReceiver(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  milliseconds = timeoutMilliseconds,
): Promise<Outcome> {
  const began = stopwatch()
  const since = () => Math.round(stopwatch() - began)
  const target = new URL(url)
  if (!isAllowedTarget(target))
    return { delivered: false, failure: 'address-not-public', milliseconds: since() }
  try {
    const { statusCode: status = 0, headers: said } = await post(target, headers, body, milliseconds)
    if (status >= 200 && status < 300) return { delivered: true, status, milliseconds: since() }
    const wishedSeconds = retryAfterSeconds(said['retry-after'], now())
    return {
      delivered: false,
      failure: 'refused',
      status,
      milliseconds: since(),
      ...(wishedSeconds === undefined ? {} : { wishedSeconds }),
    }
  } catch (error) {
    return { delivered: false, failure: failureOf(error), milliseconds: since() }
  }
}

async function post(
  target: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  milliseconds: number,
): Promise<IncomingMessage> {
  const open = target.protocol === 'http:' ? overHttp : overHttps
  const request = open(target, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Retaguarda (webhooks)',
      ...headers,
    },
    // Do not reuse a connection: it would skip the check of the address.
    agent: false,
    lookup: lookupPublic,
    signal: AbortSignal.timeout(milliseconds),
  })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject).end(body)
  })
  await readLimited(response)
  return response
}

/** Reads the rest of a response; one that breaks off or does not end changes nothing. */
async function readLimited(response: IncomingMessage): Promise<void> {
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxResponseBytes) break
    }
  } catch {
    // The status is already known.
  }
  response.destroy()
}

/** Network and DNS errors have codes; a refused address has none. */
function failureOf(error: unknown): Failure {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
  return typeof code === 'string' ? 'not-reached' : 'address-not-public'
}

/** An address in a URL is never looked up, so it is checked here. */
function isAllowedTarget(target: URL): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (target.protocol === 'http:') return isLocalReceiver(host)
  return isIP(host) === 0 || isPublicAddress(host) || isLocalReceiver(host)
}

/**
 * A receiver on the same machine, for tests and the local cloud: only when the environment allows it, which no
 * deployed stage does.
 */
const isLocalReceiver = (host: string): boolean =>
  host === '127.0.0.1' && optionalEnv('LOOPBACK_RECEIVERS') === 'allowed'

/**
 * Expects a URL that can receive webhooks: https, a name or address of the public internet, no user. Error:
 * `invalid-request`.
 */
export async function expectReceiver(url: string): Promise<void> {
  const target = URL.canParse(url) ? new URL(url) : undefined
  if (target === undefined) throw notAReceiver('another text')
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw notAReceiver(target.protocol)
  if (target.username !== '' || target.password !== '') throw notAReceiver('one with a user')
  if (target.hash !== '') throw notAReceiver('one with a fragment')
  if (!isAllowedTarget(target)) throw notAReceiver('one that is not public, or without TLS')
  const host = target.hostname
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return
  const failure = await new Promise<Error | null>((resolve) => {
    lookupPublic(host, { all: true }, (error) => resolve(error))
  })
  if (failure !== null) throw notAReceiver('a host that is not found, or not public')
}

const notAReceiver = (received: string): DomainError => {
  const expected = 'an https URL of a public host, without user and fragment'
  return new DomainError('invalid-request', `Invalid url: expected ${expected}, received ${received}.`, {
    fields: [{ path: 'url', expected, received }],
  })
}
