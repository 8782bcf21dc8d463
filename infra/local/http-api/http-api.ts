import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Report } from '../cloudwatch/metrics.ts'
import type { CloudClock, CloudPart, CloudResource, Functions, InvokeResult } from '../contracts.ts'
import { compileAccessLog } from './access-log.ts'
import {
  answerOf,
  type HttpAnswer,
  NOT_FOUND,
  refusal,
  TOO_LARGE,
  TOO_MANY,
  UNAVAILABLE,
} from './http-answer.ts'
import { type Route, readApi } from './http-api-settings.ts'
import { createCors } from './http-cors.ts'
import { type Authorization, commonLogTime, eventOf, sourceIpOf } from './http-event.ts'
import { createApiMetrics } from './http-metrics.ts'
import { compileRoutes, type RouteMatch } from './http-routes.ts'
import { type Issuer, readToken } from './jwt-authorizer.ts'

/** A running HTTP API. */
export interface HttpApi extends CloudPart {
  readonly url: string
}

export interface HttpApiOptions {
  /** The API, one of `resources`. */
  readonly api: CloudResource
  readonly resources: readonly CloudResource[]
  readonly invoke: Functions['invoke']
  readonly clock: CloudClock
  readonly issuerOf: (issuerUrl: string) => Issuer | undefined
  /** Receives the access log, one line per request, when the stage has one. */
  readonly log?: (line: string) => void
  /** Receives the metrics of the API (namespace `AWS/ApiGateway`). */
  readonly report?: Report
  /** A free port by default. */
  readonly port?: number
}

const LARGEST_BODY = 10 * 1024 * 1024
/** Request line and all headers together. */
const LARGEST_HEADERS = 10_240
const BAD_REQUEST = refusal(400, 'Bad Request')

/** Facts about a request for the access log. */
interface Exchange {
  readonly requestId: string
  readonly startedAt: number
  readonly path: string
  readonly query: string
  match?: RouteMatch<Route>
  authorization?: Authorization
  authorizerError?: string
  integrationLatency?: number
}

/** Starts an HTTP API: routes, JWT authorizer, throttling, limits, payload format 2.0. */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const { invoke, clock, log } = options
  const { id, stage, stageVariables, accessLogFormat, ...settings } = readApi(options.api, options)
  const routes = compileRoutes(settings.routes)
  const cors = createCors(settings.cors)
  const writeLine = accessLogFormat === undefined ? undefined : compileAccessLog(accessLogFormat)
  const measure = createApiMetrics({ apiId: id, stage, report: options.report })
  const prefix = stage === '$default' ? '' : `/${stage}`
  let open = 0

  async function respond(request: IncomingMessage, exchange: Exchange): Promise<HttpAnswer> {
    const { path, query } = exchange
    const body = await readBody(request)
    if (body === 'too large') return TOO_LARGE
    const preflight = cors.preflight(request)
    if (preflight !== undefined) return preflight
    if (prefix !== '' && path !== prefix && !path.startsWith(`${prefix}/`)) return NOT_FOUND
    const match = routes.match(request.method!, path.slice(prefix.length) || '/')
    if (match === undefined) return NOT_FOUND
    exchange.match = match
    const { authorizer, limit, scopes } = match.route
    if (!limit.take()) return TOO_MANY
    if (authorizer !== undefined) {
      const verdict = await authorizer.authorize(
        readToken(authorizer.resource, request.headers, query),
        scopes,
      )
      if ('status' in verdict) {
        exchange.authorizerError = verdict.challenge
        const refused = refusal(verdict.status, verdict.message)
        return { ...refused, headers: { ...refused.headers, 'www-authenticate': verdict.challenge } }
      }
      exchange.authorization = verdict.authorization
    }
    return integrate(request, exchange, match, body)
  }

  async function integrate(
    request: IncomingMessage,
    exchange: Exchange,
    { route, parameters }: RouteMatch<Route>,
    body: Buffer | undefined,
  ): Promise<HttpAnswer> {
    const event = eventOf(request, {
      requestId: exchange.requestId,
      routeKey: route.key,
      stage,
      apiId: id,
      now: exchange.startedAt,
      rawPath: decodeURIComponent(exchange.path),
      rawQueryString: exchange.query,
      body,
      parameters,
      stageVariables,
      authorization: exchange.authorization,
    })
    const start = performance.now()
    const result = await within(route.timeoutMs, invoke(route.functionArn, event))
    exchange.integrationLatency = Math.round(performance.now() - start)
    return result === undefined ? UNAVAILABLE : answerOf(result)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', ...query] = request.url!.split('?')
    const exchange: Exchange = {
      requestId: randomUUID(),
      startedAt: clock.now(),
      path,
      query: query.join('?'),
    }
    open += 1
    try {
      const answer = cors.dress(request, await respond(request, exchange).catch(surprise))
      write(response, answer, exchange.requestId)
      measure({
        status: answer.status,
        latency: clock.now() - exchange.startedAt,
        integrationLatency: exchange.integrationLatency,
        routeKey: exchange.match?.route.key,
      })
      if (writeLine && log) log(writeLine(contextOf(request, exchange, answer)))
    } finally {
      open -= 1
    }
  }

  function contextOf(request: IncomingMessage, exchange: Exchange, answer: HttpAnswer) {
    const { startedAt, requestId, match, authorization } = exchange
    const claims = Object.entries(authorization?.claims ?? {})
    return {
      apiId: id,
      'authorizer.error': exchange.authorizerError,
      domainName: request.headers.host,
      'error.message': answer.error,
      'error.messageString': answer.error && JSON.stringify(answer.error),
      httpMethod: request.method,
      'identity.sourceIp': sourceIpOf(request),
      'identity.userAgent': request.headers['user-agent'],
      integrationErrorMessage: exchange.integrationLatency === undefined ? undefined : answer.error,
      integrationLatency: exchange.integrationLatency,
      path: exchange.path,
      protocol: `HTTP/${request.httpVersion}`,
      requestId,
      requestTime: commonLogTime(startedAt),
      requestTimeEpoch: startedAt,
      responseLatency: clock.now() - startedAt,
      responseLength: Buffer.byteLength(answer.body),
      routeKey: match?.route.key,
      stage,
      status: answer.status,
      ...Object.fromEntries(claims.map(([name, value]) => [`authorizer.claims.${name}`, value])),
    }
  }

  const server = createServer({ maxHeaderSize: LARGEST_HEADERS }, (request, response) => {
    // The caller closed the connection; there is nothing to answer.
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pending: () => open,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

/** Undefined without a body. A body that is too large is read to its end, so that the caller receives the error. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined | 'too large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= LARGEST_BODY) chunks.push(chunk)
  }
  if (bytes > LARGEST_BODY) return 'too large'
  return bytes === 0 ? undefined : Buffer.concat(chunks)
}

async function within(ms: number, work: Promise<InvokeResult>): Promise<InvokeResult | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** An invalid percent-encoding is the caller's error, anything else ours. */
function surprise(error: unknown): HttpAnswer {
  if (error instanceof URIError) return BAD_REQUEST
  return refusal(500, 'Internal Server Error', String(error))
}

function write(response: ServerResponse, answer: HttpAnswer, requestId: string): void {
  const { status, headers, body } = answer
  const length = status !== 204 && status !== 304 && { 'content-length': Buffer.byteLength(body) }
  try {
    response.writeHead(status, { ...headers, 'apigw-requestid': requestId, ...length })
  } catch (error) {
    // The function returned an invalid header, such as one with a line break.
    return write(response, surprise(error), requestId)
  }
  response.end(body)
}
