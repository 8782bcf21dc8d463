import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '../../../../events/channels/channel-schema.ts'
import { now, stopwatch } from '../../../../shared/clock.ts'
import { DomainError } from '../../../../shared/domain-error.ts'
import { optionalEnv } from '../../../../shared/env.ts'
import { lookupPublic } from './public-lookup.client.ts'
import { retryDelay } from './retry-delay.ts'

/** Milliseconds for one response, from the first byte sent to the last received. */
const tryMilliseconds = 6000
const tries = 4
/** Largest response in bytes: a page of 250 orders is about 3 MB. */
const maxBytes = 8_000_000

/** A request to a platform's API on behalf of one account. */
export interface PlatformRequest {
  readonly platform: Platform
  readonly host: string
  readonly method?: 'GET' | 'POST'
  /** Path and query, percent-encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface PlatformAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The time that a run has for all its requests, so that it ends before its function times out. */
export interface Budget {
  /** Milliseconds that are left. */
  left(): number
}

/** A budget that starts now. */
export function budgetOf(milliseconds: number): Budget {
  const end = stopwatch() + milliseconds
  return { left: () => end - stopwatch() }
}

/**
 * Calls a platform's API: its own host only, no redirects, with a limit for each try and one for all. A GET is
 * retried on timeout, 5xx and 429; a POST on 429 only, since it may have taken effect. Any other response is
 * returned. Errors: `platform-unavailable` when retrying may help, `platform-refused` for a redirect or a
 * response too large.
 */
export async function callPlatform(call: PlatformRequest, budget: Budget): Promise<PlatformAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await tryOnce(call, budget)
    if (!('failure' in answer) && !isTransient(answer, call)) return refuseRedirect(answer, call)
    const delay = retryDelay(attempt, retryAfterOf(answer), Date.parse(now()), Math.random())
    const repeatable = call.method !== 'POST' || (!('failure' in answer) && answer.status === 429)
    if (!repeatable || attempt >= tries || delay >= budget.left()) throw unavailable(call, answer, delay)
    await pause(delay)
  }
}

interface Failed {
  readonly failure: unknown
}

async function tryOnce(call: PlatformRequest, budget: Budget): Promise<PlatformAnswer | Failed> {
  try {
    return await send(call, Math.max(1, Math.ceil(Math.min(tryMilliseconds, budget.left()))))
  } catch (failure) {
    if (failure instanceof DomainError) throw failure
    return { failure }
  }
}

async function send(call: PlatformRequest, milliseconds: number): Promise<PlatformAnswer> {
  const { method = 'GET', path, headers = {}, body } = call
  const url = urlOf(call, path)
  const open = url.protocol === 'http:' ? overHttp : overHttps
  const request = open(url, {
    method,
    headers: {
      accept: 'application/json',
      'user-agent': 'Retaguarda (back office)',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
    },
    signal: AbortSignal.timeout(milliseconds),
    ...(sandboxOf(call.platform) === undefined ? { lookup: lookupPublic } : {}),
  })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject).end(body)
  })
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: await readAll(response),
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      response.destroy()
      throw new DomainError('platform-refused', `Response is larger than ${maxBytes} bytes.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The platform's own host over TLS; a sandbox only when the environment names one, which no deployed stage
 * does.
 */
function urlOf({ platform, host }: PlatformRequest, path: string): URL {
  const base = sandboxOf(platform) ?? `https://${host}`
  const url = new URL(base + path)
  if (url.origin !== new URL(base).origin || !path.startsWith('/'))
    throw new DomainError('platform-refused', 'Path leads to another host.')
  return url
}

const sandboxOf = (platform: Platform): string | undefined => {
  const sandboxes = optionalEnv('CHANNEL_SANDBOXES')
  return sandboxes === undefined
    ? undefined
    : (JSON.parse(sandboxes) as Partial<Record<Platform, string>>)[platform]
}

const isTransient = ({ status }: PlatformAnswer, { method }: PlatformRequest): boolean =>
  status === 429 || (method !== 'POST' && status >= 500)

const retryAfterOf = (answer: PlatformAnswer | Failed): string | undefined =>
  'failure' in answer ? undefined : answer.headers['retry-after']

function refuseRedirect(answer: PlatformAnswer, { platform }: PlatformRequest): PlatformAnswer {
  if (answer.status < 300 || answer.status >= 400) return answer
  throw new DomainError('platform-refused', `Redirect from ${platform} refused.`, {
    details: { status: answer.status },
  })
}

function unavailable(
  { platform }: PlatformRequest,
  answer: PlatformAnswer | Failed,
  delay: number,
): DomainError {
  const came = 'failure' in answer ? 'no response in time' : `status ${answer.status}`
  return new DomainError('platform-unavailable', `${platform} is unavailable: ${came}.`, {
    details: { retryAfterSeconds: Math.ceil(delay / 1000) },
    ...('failure' in answer ? { cause: answer.failure } : {}),
  })
}
