import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { ACCOUNT } from '../physical-names.ts'

/** The JWT authorizer's part of an event. */
export interface Authorization {
  readonly claims: Readonly<Record<string, string>>
  /** Scopes of the token that the route requires, or null when it requires none. */
  readonly scopes: readonly string[] | null
}

/** Context of a request. */
export interface RequestFacts {
  readonly requestId: string
  readonly routeKey: string
  readonly stage: string
  readonly apiId: string
  readonly now: number
  /** Percent-decoded, with the stage, as HTTP APIs (and only these) pass it. */
  readonly rawPath: string
  readonly rawQueryString: string
  readonly body: Buffer | undefined
  readonly parameters: Readonly<Record<string, string>> | undefined
  readonly stageVariables: Readonly<Record<string, string>> | undefined
  readonly authorization: Authorization | undefined
}

/** Bodies of these types are text in the event, others base64. */
const TEXT = /^(text\/|application\/(.+\+)?(json|xml|javascript)\s*(;|$))/i

/** The event of payload format 2.0 (API Gateway developer guide, "Lambda proxy integrations for HTTP APIs"). */
export function eventOf(request: IncomingMessage, facts: RequestFacts): APIGatewayProxyEventV2 {
  const { body, authorization, stageVariables, parameters, rawQueryString } = facts
  const { headers, cookies } = headersOf(request)
  const isText = headers['content-encoding'] === undefined && TEXT.test(headers['content-type'] ?? '')
  const event = {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: facts.rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(rawQueryString !== '' && { queryStringParameters: queryOf(rawQueryString) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: facts.apiId,
      ...(authorization && { authorizer: { jwt: authorization } }),
      domainName: headers['host'] ?? '',
      domainPrefix: headers['host']?.split(/[.:]/)[0] ?? '',
      http: {
        method: request.method!,
        path: facts.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIpOf(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: facts.routeKey,
      stage: facts.stage,
      time: commonLogTime(facts.now),
      timeEpoch: facts.now,
    },
    ...(parameters && { pathParameters: parameters }),
    ...(stageVariables && { stageVariables }),
    ...(body && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body !== undefined && !isText,
  }
  return event
}

/** Headers in lower case, repeated ones joined by a comma; without cookies. */
function headersOf(request: IncomingMessage): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  const raw = request.rawHeaders
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    const value = raw[at + 1]!
    if (name === 'cookie') cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ''))
    // A plain assignment would lose a header named __proto__.
    else if (Object.hasOwn(headers, name)) headers[name] += `,${value}`
    else Object.defineProperty(headers, name, { value, enumerable: true, writable: true, configurable: true })
  }
  headers['content-length'] ??= '0'
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], sourceIpOf(request)].filter(Boolean).join(', ')
  headers['x-forwarded-port'] = String(request.socket.localPort)
  headers['x-forwarded-proto'] = 'http'
  return { headers, cookies }
}

function queryOf(rawQueryString: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = name in query ? `${query[name]},${value}` : value
  }
  return query
}

/** The caller's address; IPv4 in its short form. */
export function sourceIpOf(request: IncomingMessage): string {
  return request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `24/Nov/2026:03:04:05 +0000`. */
export function commonLogTime(now: number): string {
  const [year, month, day] = new Date(now).toISOString().slice(0, 10).split('-')
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${new Date(now).toISOString().slice(11, 19)} +0000`
}
