import type middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { stopwatch } from '../clock.ts'
import { log } from '../log.ts'
import { toProblem } from './problem.ts'
import { type HttpEvent, readCorrelationId } from './request.ts'

type Result = APIGatewayProxyStructuredResultV2

/** Answers every error with problem details (RFC 9457); server errors are logged. */
export const problemDetails = (): middy.MiddlewareObj<HttpEvent, Result> => ({
  onError: (request) => {
    const correlationId = readCorrelationId(request.event)
    const { problem, headers } = toProblem(request.error, correlationId)
    if (problem.status >= 500)
      log.error('request failed', { correlationId, code: problem.code, error: request.error })
    request.response = {
      statusCode: problem.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
      body: JSON.stringify(problem),
    }
  },
})

/** Logs one line for each request: its route, never its path, which may contain ids and tokens. */
export function requestLog(): middy.MiddlewareObj<HttpEvent, Result> {
  const started = new WeakMap<Context, number>()
  const write = (request: middy.Request<HttpEvent, Result>, status: number) => {
    const { requestContext } = request.event
    log.info('request', {
      route: requestContext.routeKey,
      status,
      milliseconds: Math.round(stopwatch() - (started.get(request.context) ?? stopwatch())),
      correlationId: readCorrelationId(request.event),
    })
  }
  return {
    before: (request) => void started.set(request.context, stopwatch()),
    after: (request) => write(request, (request.response as Result | null)?.statusCode ?? 200),
    onError: (request) => write(request, toProblem(request.error, '').problem.status),
  }
}
