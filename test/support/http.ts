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
  /** `raw` is base64, as API Gateway passes on what is not text. */
  readonly base64?: boolean
  readonly query?: Readonly<Record<string, string>>
  /** Who calls; `loja-azul`'s own client when left out, nobody when null. */
  readonly client?: string | null
  /** The suite's scopes that the token has; all when left out. */
  readonly scope?: readonly Scope[]
  /** The token's claims, instead of those that `client` and `scope` make. */
  readonly claims?: Readonly<Record<string, string>>
}

export interface HttpAnswer<Body> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** Stores of the tests, each with a machine client of its own, and one client that serves both. */
export const storeA = { store: 'loja-azul', client: 'client-azul' } as const
export const storeB = { store: 'loja-verde', client: 'client-verde' } as const
export const bothStoresClient = 'client-both'

/** Binds the clients of the tests to their stores. */
export async function bindClients(): Promise<void> {
  await bindPrincipal(storeA.client, [storeA.store])
  await bindPrincipal(storeB.client, [storeB.store])
  await bindPrincipal(bothStoresClient, [storeA.store, storeB.store])
}

let requests = 0

/** The event of payload format 2.0 for a request, as the HTTP API hands it to a function. */
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

/** A slice's API: its handler and the routes that it serves. */
export interface Api {
  readonly handler: unknown
  readonly routes: readonly Route[]
}

/**
 * A caller of a slice's API: `call('GET', '/orders')` gives status, headers and the parsed body. Whatever is answered
 * must be as documented: by the route's response schema and nothing more, or a problem of RFC 9457.
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
  if (route === undefined) throw new Error(`${method} ${path} is answered, but is none of the routes`)
  expect(parse(route.response, body, 'the answer')).toEqual(body)
}

const patternOf = ({ path }: Route): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** Header of a change to a version. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
