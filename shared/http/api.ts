import middy from '@middy/core'
import httpRouter from '@middy/http-router'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { now } from '../clock.ts'
import { fingerprint } from '../ids.ts'
import { signingKey } from '../secret.client.ts'
import { findAnswer } from '../table/load.store.ts'
import { openCursor, signCursor } from './cursor.ts'
import { edgeLock } from './edge-lock.client.ts'
import { idempotencyOf } from './idempotency.ts'
import { problemDetails, requestLog } from './middlewares.ts'
import { resolvePrincipal } from './principal.store.ts'
import { type HttpEvent, readBody, readCorrelationId, readIdempotencyKey, readIfMatch } from './request.ts'
import { answer, type CursorCodec, etag, isAnswer, type Principal, type Route, replayed } from './route.ts'
import { parse } from './validate.ts'

type Result = APIGatewayProxyStructuredResultV2

/** A slice's API: its routes behind the router, with problem details for every error and one log line a request. */
export const apiHandler = (routes: readonly Route[]) =>
  middy<HttpEvent, Result>()
    .use(problemDetails())
    .use(requestLog())
    .use(edgeLock())
    .handler(
      httpRouter(routes.map((route) => ({ method: route.method, path: route.path, handler: serve(route) }))),
    )

const serve =
  (route: Route) =>
  async (event: HttpEvent): Promise<Result> => {
    const principal = await resolvePrincipal(event, route.scope)
    const key = readIdempotencyKey(event, route.idempotencyKey)
    const ifMatch = readIfMatch(event, route.changes === true)
    const params = route.params && parse(route.params, event.pathParameters ?? {}, 'Path')
    const query = route.query && parse(route.query, event.queryStringParameters ?? {}, 'Query')
    const body = route.request && parse(route.request, readBody(event) ?? {}, 'Body')
    const name = `${route.method} ${route.path}`
    const idempotency =
      key === undefined
        ? undefined
        : idempotencyOf(
            principal.store,
            fingerprint(principal.id, name, JSON.stringify(params ?? {}), key),
            body,
          )
    if (idempotency !== undefined && route.idempotencyKey === 'optional') {
      const first = await findAnswer(principal.store, idempotency.id)
      if (first !== undefined) return respond(route, replayed(idempotency.replay(first)))
    }
    const answered = await route.run({
      params,
      query,
      body,
      principal,
      ifMatch,
      idempotency,
      now: now(),
      cause: {
        actor: { type: principal.type, id: principal.id },
        causationId: event.requestContext.requestId,
        correlationId: readCorrelationId(event),
      },
      cursor: cursorOf(principal, name, event),
    })
    return respond(route, answered)
  }

/** A cursor is valid for one store, one route and its filters only. */
function cursorOf(principal: Principal, name: string, event: HttpEvent): CursorCodec {
  const { cursor, limit: _, ...filters } = event.queryStringParameters ?? {}
  const scope = JSON.stringify([principal.store, name, filters])
  return {
    open: async () => (cursor === undefined ? undefined : openCursor(cursor, scope, await signingKey())),
    sign: async (position) =>
      position === undefined ? undefined : signCursor(position, scope, await signingKey()),
  }
}

function respond(route: Route, answered: unknown): Result {
  const { status, body, headers } = isAnswer(answered)
    ? answered
    : answer(route.success, answered, tagOf(answered))
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  }
}

function tagOf(body: unknown): Record<string, string> {
  const version = typeof body === 'object' && body !== null && 'version' in body ? body.version : undefined
  return typeof version === 'number' ? { etag: etag(version) } : {}
}
