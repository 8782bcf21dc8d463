import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { bindPrincipal } from '../../shared/http/bind-principal.store.ts'
import type { Problem } from '../../shared/http/problem.ts'
import type { HttpEvent } from '../../shared/http/request.ts'
import { type Route, resourceServer, type Scope, scopes } from '../../shared/http/route.ts'
import { parse } from '../../shared/http/validate.ts'

type Handler = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

export interface HttpCall {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, instead of `body`. */
  readonly raw?: string
  /** `raw` is base64, as API Gateway sends binary bodies. */
  readonly base64?: boolean
  readonly query?: Readonly<Record<string, string>>
  /** The calling client; by default the client of `loja-azul`, null for none. */
  readonly client?: string | null
  /** Scopes of the token; by default all of the suite. */
  readonly scope?: readonly Scope[]
  /** Claims of the token; by default derived from `client` and `scope`. */
  readonly claims?: Readonly<Record<string, string>>
}

export interface HttpAnswer<Body> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** Test stores, each with its own machine client, and one client for both stores. */
export const storeA = { store: 'loja-azul', client: 'client-azul' } as const
export const storeB = { store: 'loja-verde', client: 'client-verde' } as const
export const bothStoresClient = 'client-both'

/** Binds the test clients to their stores. */
export async function bindClients(): Promise<void> {
  await bindPrincipal(storeA.client, [storeA.store])
  await bindPrincipal(storeB.client, [storeB.store])
  await bindPrincipal(bothStoresClient, [storeA.store, storeB.store])
}

let requests = 0

/** The payload format 2.0 event of a request, as the HTTP API sends it to a function. */
export function httpEvent(method: string, path: string, call: HttpCall = {}): HttpEvent {
  const {
    body,
    raw,
    base64 = false,
    query,
    client = storeA.client,
    scope = Object.keys(scopes) as Scope[],
  } = call
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  requests += 1
  const event = {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(sent === undefined ? {} : { 'content-type': 'application/json' }), ...call.headers },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      requestId: `request-${requests}`,
      routeKey: `${method} ${path}`,
      http: { method, path },
      ...(client === null
        ? {}
        : { authorizer: { jwt: { claims: call.claims ?? { client_id: client, scope: granted(scope) } } } }),
    },
    ...(sent === undefined ? {} : { body: sent }),
    isBase64Encoded: base64,
  }
  return event as unknown as HttpEvent
}

const granted = (scope: readonly Scope[]): string => scope.map((one) => `${resourceServer}/${one}`).join(' ')

/** The API of a slice: its handler and its routes. */
export interface Api {
  readonly handler: unknown
  readonly routes: readonly Route[]
}

/**
 * A caller of the API of a slice: `call('GET', '/orders')` returns status, headers and the parsed body. Expects each answer
 * to match the response schema of its route exactly, or to be an RFC 9457 problem.
 */
export const callerOf =
  ({ handler, routes }: Api) =>
  async <Body = Problem>(method: string, path: string, call: HttpCall = {}): Promise<HttpAnswer<Body>> => {
    const answer = await (handler as Handler)(httpEvent(method, path, call), {} as Context)
    const headers = Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    const body = JSON.parse(answer.body ?? 'null') as Body
    const status = answer.statusCode ?? 0
    if (status >= 400) expectProblem(status, headers, body)
    else expectDocumented(routes, method, path, body)
    return { status, headers, body }
  }

function expectProblem(status: number, headers: Readonly<Record<string, string>>, body: unknown): void {
  expect(headers['content-type']).toBe('application/problem+json')
  expect(body).toMatchObject({
    type: expect.stringMatching(/^urn:retaguarda:problem:[a-z-]+$/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code: expect.stringMatching(/^[a-z-]+$/),
    correlationId: expect.any(String),
  })
}

function expectDocumented(routes: readonly Route[], method: string, path: string, body: unknown): void {
  const route = routes.find((one) => one.method === method && patternOf(one).test(path))
  if (route === undefined) throw new Error(`${method} ${path} was answered but is not a route.`)
  expect(parse(route.response, body, 'the answer')).toEqual(body)
}

const patternOf = ({ path }: Route): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** The If-Match header for a version. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
