import type { ConnectionSnapshot } from '../../../../events/channels/channel-events.ts'
import type { Platform } from '../../../../events/channels/channel-schema.ts'
import { DomainError } from '../../../../shared/domain-error.ts'
import { parseExact } from '../../canonical/exact-json.ts'
import type { ConnectionSecrets } from '../credentials/connection-secrets.ts'
import { readSecrets } from '../credentials/secrets.client.ts'
import { type Exchange, renewTokens, type Tokens, tokensOf } from '../credentials/tokens.client.ts'
import {
  type Budget,
  callPlatform,
  type PlatformAnswer,
  type PlatformRequest,
} from './platform-request.client.ts'

/** The connection for which a platform is called. */
export type SessionConnection = Pick<ConnectionSnapshot, 'id' | 'account' | 'settings'>

/** A platform's response, parsed with every number as text. */
export interface PlatformDocument {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Fields that the platform could not provide this time (206 with `X-Content-Missing`). */
  readonly missing: readonly string[]
}

/** Calls one platform for one connection. */
export interface ChannelSession {
  readonly connection: SessionConnection
  /** Gets a document that must exist. Errors: `platform-refused`, `platform-unavailable`. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PlatformDocument>
  /** Gets a document that may be missing: undefined for 404 and the `absent` statuses. Errors: as of `get`. */
  find(path: string, options?: FindOptions): Promise<PlatformDocument | undefined>
  /** Sends an idempotent command to the platform. Errors: as of `get`. */
  post(path: string, body: object): Promise<void>
}

export interface FindOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Statuses besides 404 that mean that the account has no such document. */
  readonly absent?: readonly number[]
}

/** How the suite authenticates to a platform, and how expired tokens are renewed where they can be. */
export interface Access {
  /** An access token, or an application's key and secret, which do not expire. */
  readonly by: 'token' | 'pair'
  /** The headers that authenticate a request. */
  readonly authenticate: (credentials: {
    readonly token: string
    readonly id: string
    readonly secret: string
  }) => Readonly<Record<string, string>>
  readonly exchange?: (send: Send) => Exchange
}

/** Sends one request to the platform, within the session's budget of time. */
export type Send = (request: Omit<PlatformRequest, 'platform' | 'host'>) => Promise<PlatformAnswer>

/** The platform that a session calls: its name, its host and how to authenticate to it. */
export interface SessionTarget extends Access {
  readonly platform: Platform
  readonly host: string
}

/** Opens a session for a connection; all its requests share one budget of time. */
export function openSession(
  target: SessionTarget,
  connection: SessionConnection,
  budget: Budget,
): ChannelSession {
  const { platform, host } = target
  const { id } = connection
  const send: Send = (request) => callPlatform({ platform, host, ...request }, budget)

  async function ask(path: string, more: Partial<SessionRequest>): Promise<PlatformAnswer> {
    const { tokens, headers } = await credentialsOf(target, id)
    const first = await send({ path, ...more, headers: { ...more.headers, ...headers } })
    if (first.status !== 401 || tokens === undefined) return first
    const renewed = await renewTokens(id, tokens, target.exchange?.(send))
    return send({ path, ...more, headers: { ...more.headers, ...headersOf(target, renewed) } })
  }

  return {
    connection,
    async get(path, headers = {}) {
      return documentOf(await ask(path, { headers }), platform)
    },
    async find(path, { headers = {}, absent = [] } = {}) {
      const answer = await ask(path, { headers })
      return answer.status === 404 || absent.includes(answer.status)
        ? undefined
        : documentOf(answer, platform)
    },
    async post(path, body) {
      const answer = await ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (answer.status < 200 || answer.status >= 300) throw refused(platform, answer.status)
    },
  }
}

interface SessionRequest {
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function credentialsOf(
  access: Access,
  connectionId: string,
): Promise<{ headers: Readonly<Record<string, string>>; tokens?: Tokens }> {
  if (access.by === 'token') {
    const tokens = await tokensOf(connectionId)
    return { headers: headersOf(access, tokens), tokens }
  }
  const { clientId, clientSecret } = required(await readSecrets(connectionId))
  return { headers: access.authenticate({ token: '', id: clientId, secret: clientSecret }) }
}

const headersOf = ({ authenticate }: Access, { accessToken }: Tokens): Readonly<Record<string, string>> =>
  authenticate({ token: accessToken, id: '', secret: '' })

function required(secrets: ConnectionSecrets | undefined): { clientId: string; clientSecret: string } {
  const { clientId, clientSecret } = secrets ?? {}
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  throw new DomainError('platform-refused', 'Connection has no client id or client secret.')
}

const isDocument = ({ status }: PlatformAnswer): boolean => status >= 200 && status < 300

function documentOf(answer: PlatformAnswer, platform: Platform): PlatformDocument {
  if (!isDocument(answer)) throw refused(platform, answer.status)
  const missing = answer.headers['x-content-missing'] ?? ''
  return {
    body: parsed(answer.body, platform),
    headers: answer.headers,
    missing: missing.split(/[\s,]+/).filter((field) => field !== ''),
  }
}

/** A gateway may answer with an HTML page; that is transient. */
function parsed(body: string, platform: Platform): unknown {
  try {
    return parseExact(body)
  } catch (cause) {
    throw new DomainError('platform-unavailable', `Response of ${platform} is not JSON.`, { cause })
  }
}

const refused = (platform: Platform, status: number): DomainError =>
  new DomainError('platform-refused', `Request to ${platform} failed with status ${status}.`, {
    details: { status },
  })
