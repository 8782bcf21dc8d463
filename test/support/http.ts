import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { bindPrincipal } from '../../shared/http/principal.store.ts'
import type { Problem } from '../../shared/http/problem.ts'
import type { HttpEvent } from '../../shared/http/request.ts'
import { resourceServer, type Scope, scopes } from '../../shared/http/route.ts'

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
}

export interface HttpAnswer<Body> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** Stores of the tests, each with a machine client of its own, and one client that serves both. */
export const blue = { store: 'loja-azul', client: 'client-azul' } as const
export const green = { store: 'loja-verde', client: 'client-verde' } as const
export const both = 'client-both'

/** Binds the clients of the tests to their stores. */
export async function bindClients(): Promise<void> {
  await bindPrincipal(blue.client, [blue.store])
  await bindPrincipal(green.client, [green.store])
  await bindPrincipal(both, [blue.store, green.store])
}

let requests = 0

/** The event of payload format 2.0 for a request, as the HTTP API hands it to a function. */
export function httpEvent(method: string, path: string, call: HttpCall = {}): HttpEvent {
  const {
    body,
    raw,
    base64 = false,
    query,
    client = blue.client,
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
        : { authorizer: { jwt: { claims: { client_id: client, scope: granted(scope) }, scopes: [] } } }),
    },
    ...(sent === undefined ? {} : { body: sent }),
    isBase64Encoded: base64,
  }
  return event as unknown as HttpEvent
}

const granted = (scope: readonly Scope[]): string => scope.map((one) => `${resourceServer}/${one}`).join(' ')

/** A caller of a slice's API handler: `call('GET', '/orders')` gives status, headers and the parsed body. */
export const callerOf =
  (handler: unknown) =>
  async <Body = Problem>(method: string, path: string, call: HttpCall = {}): Promise<HttpAnswer<Body>> => {
    const context = { awsRequestId: 'test' } as Context
    const answer = await (handler as Handler)(httpEvent(method, path, call), context)
    return {
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      body: JSON.parse(answer.body ?? 'null') as Body,
    }
  }

/** Header of a change to a version. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
