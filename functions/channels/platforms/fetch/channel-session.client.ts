import type { ConnectionSnapshot } from '../../../../events/channels/channel-events.ts'
import { DomainError } from '../../../../shared/domain-error.ts'
import { parseExact } from '../../canonical/exact-json.ts'
import type { ConnectionSecrets } from '../credentials/connection-secrets.ts'
import { readSecrets } from '../credentials/secrets.client.ts'
import { type Exchange, renewTokens, type Tokens, tokensOf } from '../credentials/tokens.client.ts'
import type { FetchedPlatform } from './platform-hosts.ts'
import { type Budget, callPlatform, type PlatformAnswer } from './platform-request.client.ts'

/** The connection on whose behalf a platform is asked. */
export type SessionConnection = Pick<ConnectionSnapshot, 'id' | 'account' | 'settings'>

/** What a platform answered: parsed with every number as its text. */
export interface PlatformDocument {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Fields that the platform could not tell this time (206 with `X-Content-Missing`). */
  readonly missing: readonly string[]
}

/** Asks one platform for one connection. */
export interface ChannelSession {
  readonly connection: SessionConnection
  /** A document that must be there. Errors: `platform-refused`, `platform-unavailable`. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PlatformDocument>
  /** A document that need not be there: nothing on 404 and on the `absent` statuses. Errors: as of `get`. */
  find(path: string, options?: FindOptions): Promise<PlatformDocument | undefined>
  /** Tells the platform something that may be told again. Errors: as of `get`. */
  post(path: string, body: object): Promise<void>
}

export interface FindOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Statuses besides 404 by which the platform says that there is none for this account. */
  readonly absent?: readonly number[]
}

/** How a platform is asked: what proves who asks, and how tokens that have ended are renewed, if they can be. */
export interface Access {
  readonly platform: FetchedPlatform
  /** Whether the proof is an access token, or the pair of an application that does not end. */
  readonly by: 'token' | 'pair'
  readonly prove: (proof: {
    readonly token: string
    readonly id: string
    readonly secret: string
  }) => Readonly<Record<string, string>>
  readonly exchange?: (account: string, budget: Budget) => Exchange
}

/** Opens a session for a connection; all that is asked in it shares one budget of time. */
export function openSession(access: Access, connection: SessionConnection, budget: Budget): ChannelSession {
  const { platform } = access
  const { id, account } = connection

  async function ask(path: string, more: Partial<SessionRequest>): Promise<PlatformAnswer> {
    const call = { platform, account, path, ...more }
    const proof = await proofOf(access, id)
    const first = await callPlatform({ ...call, headers: { ...more.headers, ...proof.headers } }, budget)
    if (first.status !== 401 || proof.tokens === undefined) return first
    const renewed = await renewTokens(id, proof.tokens, access.exchange?.(account, budget))
    return callPlatform({ ...call, headers: { ...more.headers, ...headersOf(access, renewed) } }, budget)
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

async function proofOf(
  access: Access,
  connectionId: string,
): Promise<{ headers: Readonly<Record<string, string>>; tokens?: Tokens }> {
  if (access.by === 'token') {
    const tokens = await tokensOf(connectionId)
    return { headers: headersOf(access, tokens), tokens }
  }
  const { clientId, clientSecret } = required(await readSecrets(connectionId))
  return { headers: access.prove({ token: '', id: clientId, secret: clientSecret }) }
}

const headersOf = ({ prove }: Access, { accessToken }: Tokens): Readonly<Record<string, string>> =>
  prove({ token: accessToken, id: '', secret: '' })

function required(secrets: ConnectionSecrets | undefined): { clientId: string; clientSecret: string } {
  const { clientId, clientSecret } = secrets ?? {}
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  throw new DomainError(
    'platform-refused',
    'a client id and a client secret were expected in the secrets of the connection',
  )
}

const isDocument = ({ status }: PlatformAnswer): boolean => status >= 200 && status < 300

function documentOf(answer: PlatformAnswer, platform: FetchedPlatform): PlatformDocument {
  if (!isDocument(answer)) throw refused(platform, answer.status)
  const missing = answer.headers['x-content-missing'] ?? ''
  return {
    body: parsed(answer.body, platform),
    headers: answer.headers,
    missing: missing.split(/[\s,]+/).filter((field) => field !== ''),
  }
}

/** A gateway in between may answer with a page: that passes. */
function parsed(body: string, platform: FetchedPlatform): unknown {
  try {
    return parseExact(body)
  } catch (cause) {
    throw new DomainError('platform-unavailable', `JSON of ${platform} was expected`, { cause })
  }
}

const refused = (platform: FetchedPlatform, status: number): DomainError =>
  new DomainError(
    'platform-refused',
    `a document of ${platform} was expected, but there was status ${status}`,
    {
      details: { status },
    },
  )
