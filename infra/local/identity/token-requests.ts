import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { CloudClock } from '../contracts.ts'
import type { Session, SignIn } from './sign-in.ts'
import type { Narrow, TokenTrigger } from './token-narrowing.ts'
import type { PoolClient } from './user-pools.ts'

export interface TokenAnswer {
  readonly status: 200 | 400 | 401
  readonly body: Readonly<Record<string, unknown>>
}

export interface TokenRequestsOptions {
  readonly clients: ReadonlyMap<string, PoolClient>
  readonly signIn: SignIn
  readonly narrow: Narrow
  readonly clock: CloudClock
  /** Signs a token with these claims. */
  readonly sign: (claims: Readonly<Record<string, unknown>>) => Promise<string>
}

/** Tokens of machines are valid for an hour. */
const machineSeconds = 3600

const refused = (error: string, status: 400 | 401 = 400): TokenAnswer => ({ status, body: { error } })

/** Token endpoint: client credentials for machines (RFC 6749, section 4.4), codes and refresh tokens for people. */
export function tokenRequests(options: TokenRequestsOptions) {
  const { clients, signIn, clock, sign } = options
  return async (form: URLSearchParams, authorization: string | undefined): Promise<TokenAnswer> => {
    switch (form.get('grant_type') ?? '') {
      case 'client_credentials': {
        const checked = checkClient(form, authorization, clients)
        if ('error' in checked) return refused(checked.error, checked.status)
        const { id } = checked.client
        const access = { sub: id, client_id: id, scope: checked.scopes.join(' '), version: 2 }
        const access_token = await sign(tokenClaims('access', access, clock, machineSeconds))
        return { status: 200, body: { access_token, expires_in: machineSeconds, token_type: 'Bearer' } }
      }
      case 'authorization_code': {
        const session = signIn.redeemCode(form)
        if (session === undefined) return refused('invalid_grant')
        return personTokens(options, session, signIn.remember(session), 'TokenGeneration_HostedAuth')
      }
      case 'refresh_token': {
        const refreshed = signIn.redeemRefresh(form)
        if (refreshed === undefined) return refused('invalid_grant')
        return personTokens(options, refreshed.session, refreshed.token, 'TokenGeneration_RefreshTokens')
      }
      default:
        return refused('unsupported_grant_type')
    }
  }
}

/** Cognito's token form: the access token names its client, the identity token has it as audience. */
async function personTokens(
  { narrow, clock, sign }: TokenRequestsOptions,
  session: Session,
  refresh_token: string,
  occasion: TokenTrigger,
): Promise<TokenAnswer> {
  const { person, client, nonce, since } = session
  const scope = (await narrow(session, occasion)).join(' ')
  const who = { sub: person.id, 'cognito:groups': person.roles, auth_time: Math.floor(since / 1000) }
  const access = { ...who, username: person.id, client_id: client.id, scope, version: 2 }
  const id = { ...who, 'cognito:username': person.id, aud: client.id, email: person.email, nonce }
  const seconds = client.accessSeconds
  const access_token = await sign(tokenClaims('access', access, clock, seconds))
  const id_token = await sign(tokenClaims('id', id, clock, seconds))
  return {
    status: 200,
    body: { access_token, id_token, refresh_token, expires_in: seconds, token_type: 'Bearer' },
  }
}

function tokenClaims(use: 'access' | 'id', claims: object, clock: CloudClock, seconds: number) {
  const now = Math.floor(clock.now() / 1000)
  return { token_use: use, auth_time: now, exp: now + seconds, iat: now, jti: randomUUID(), ...claims }
}

type ClientCheck =
  | { readonly client: PoolClient; readonly scopes: readonly string[] }
  | { readonly status: 400 | 401; readonly error: 'invalid_client' | 'invalid_scope' }

/** Checks client, secret and requested scopes. */
function checkClient(
  form: URLSearchParams,
  authorization: string | undefined,
  clients: ReadonlyMap<string, PoolClient>,
): ClientCheck {
  const { id, secret } = credentialsOf(authorization, form)
  const client = clients.get(id)
  if (client === undefined || !client.secrets.some(({ value }) => isSame(value, secret)))
    return { status: 401, error: 'invalid_client' }
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean)
  if (!asked.every((scope) => client.scopes.includes(scope))) return { status: 400, error: 'invalid_scope' }
  return { client, scopes: asked.length > 0 ? asked : client.scopes }
}

function credentialsOf(authorization: string | undefined, form: URLSearchParams) {
  const [, basic] = /^Basic (.+)$/i.exec(authorization ?? '') ?? []
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':')
  return { id, secret: secret.join(':') }
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
