import { createHash, randomBytes } from 'node:crypto'
import type { CloudClock } from '../contracts.ts'
import type { Person } from './principals.ts'
import { mayReturnTo, type WebClient } from './web-client.ts'

/** A signed-in person, with client and scopes. */
export interface Session {
  readonly person: Person
  readonly client: WebClient
  readonly scopes: readonly string[]
  readonly nonce: string | undefined
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** Response of the authorization endpoint: a page or a redirect. */
export type SignInResponse =
  | { readonly status: 200 | 400; readonly html: string }
  | { readonly status: 302; readonly location: string }

/** The authorization code flow with PKCE (RFC 6749, section 4.1, and RFC 7636); people choose themselves from a list. */
export interface SignIn {
  authorize(query: URLSearchParams): SignInResponse
  /** The session of a code, or of a refresh token with its successor; undefined when invalid or expired. */
  redeemCode(form: URLSearchParams): Session | undefined
  redeemRefresh(form: URLSearchParams): { readonly session: Session; readonly token: string } | undefined
  /** Creates a refresh token for a session. */
  remember(session: Session): string
}

/** Cognito's codes are valid for five minutes. */
const codeMs = 300_000

interface Code {
  readonly session: Session
  readonly challenge: string
  readonly returnTo: string
}

export function createSignIn(
  clients: readonly WebClient[],
  people: readonly Person[],
  clock: CloudClock,
): SignIn {
  const codes = new Map<string, Code>()
  const refreshes = new Map<string, { readonly session: Session; goodUntil: number }>()
  const secret = () => randomBytes(24).toString('base64url')

  function authorize(query: URLSearchParams): SignInResponse {
    const client = clients.find(({ id }) => id === query.get('client_id'))
    const returnTo = query.get('redirect_uri') ?? ''
    // Show errors here when the redirect URI cannot be trusted.
    if (client === undefined) return { status: 400, html: page('<p>client_id: a web client is expected</p>') }
    if (!mayReturnTo(client, returnTo))
      return { status: 400, html: page('<p>redirect_uri: one of the client’s own is expected</p>') }
    const back = (answer: Readonly<Record<string, string>>): SignInResponse => {
      const location = new URL(returnTo)
      const state = query.get('state')
      for (const [name, value] of Object.entries({ ...answer, ...(state !== null && { state }) }))
        location.searchParams.set(name, value)
      return { status: 302, location: location.href }
    }
    const asked = (query.get('scope') ?? '').split(' ').filter(Boolean)
    const error = wrongWith(query, client, asked)
    if (error !== undefined) return back({ error })
    const person = people.find(({ email }) => email === query.get('person'))
    if (person === undefined) return { status: 200, html: page(listOfPeople(query, people)) }
    const code = secret()
    const scopes = asked.length > 0 ? asked : client.scopes
    const session = { person, client, scopes, nonce: query.get('nonce') ?? undefined, since: clock.now() }
    codes.set(code, { session, challenge: query.get('code_challenge') ?? '', returnTo })
    return back({ code })
  }

  function redeemCode(form: URLSearchParams): Session | undefined {
    const code = form.get('code') ?? ''
    const authorization = codes.get(code)
    // A code is valid for one attempt.
    codes.delete(code)
    if (authorization === undefined || clock.now() > authorization.session.since + codeMs) return undefined
    const isOwn =
      authorization.session.client.id === form.get('client_id') &&
      authorization.returnTo === form.get('redirect_uri') &&
      authorization.challenge === challengeOf(form.get('code_verifier') ?? '')
    return isOwn ? authorization.session : undefined
  }

  function remember(session: Session): string {
    const token = secret()
    refreshes.set(token, { session, goodUntil: session.since + session.client.refreshSeconds * 1000 })
    return token
  }

  function redeemRefresh(form: URLSearchParams): ReturnType<SignIn['redeemRefresh']> {
    const token = form.get('refresh_token') ?? ''
    const authorization = refreshes.get(token)
    const now = clock.now()
    if (authorization === undefined || now > authorization.goodUntil) return undefined
    const { session } = authorization
    if (session.client.id !== form.get('client_id')) return undefined
    if (session.client.graceSeconds === undefined) return { session, token }
    authorization.goodUntil = Math.min(authorization.goodUntil, now + session.client.graceSeconds * 1000)
    return { session, token: remember(session) }
  }

  return { authorize, redeemCode, redeemRefresh, remember }
}

/** Error of RFC 6749, section 4.1.2.1. Cognito makes PKCE optional; here it is required. */
function wrongWith(query: URLSearchParams, { scopes }: WebClient, asked: readonly string[]) {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type'
  if (query.get('code_challenge_method') !== 'S256' || (query.get('code_challenge') ?? '').length !== 43)
    return 'invalid_request'
  return asked.every((scope) => scopes.includes(scope)) ? undefined : 'invalid_scope'
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

const page = (content: string): string =>
  `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>Entrar</title><h1>Entrar</h1>${content}</html>`

/** One sign-in link per person. */
function listOfPeople(query: URLSearchParams, people: readonly Person[]): string {
  const items = people.map(({ email, roles }) => {
    const link = new URLSearchParams([...query, ['person', email]]).toString().replaceAll('&', '&amp;')
    return `<li><a href="?${link}">${email}</a> (${roles.join(', ')})</li>`
  })
  return `<ul>${items.join('')}</ul>`
}
