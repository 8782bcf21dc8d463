import type { ErrorCode } from '../../shared/domain-error.ts'
import { type Problem, statusOf } from '../../shared/http/problem.ts'
import type { JsonSchema } from './json-schemas.ts'
import type { Operation } from './operations.ts'

/** Problem details (RFC 9457) as the API answers them. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  properties: {
    type: { type: 'string', description: '`urn:retaguarda:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What is wrong and what to do.' },
    code: { type: 'string', description: 'Stable error code for programs.', enum: Object.keys(statusOf) },
    correlationId: { type: 'string', description: 'Identifies everything that the request caused.' },
    errors: {
      type: 'array',
      description: 'Invalid fields.',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'Such as `lines[0].quantity`.' },
          expected: { type: 'string' },
          received: { type: 'string' },
        },
        required: ['path', 'expected', 'received'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'correlationId'],
}

/** Error codes of an operation, from its route. */
export function codesOf({ route }: Operation): ErrorCode[] {
  const always: ErrorCode[] = [
    'invalid-request',
    'store-not-chosen',
    'unauthenticated',
    'forbidden',
    'busy',
    'internal',
  ]
  const changes: ErrorCode[] = [
    'stale-version',
    'illegal-transition',
    'not-dispatchable',
    'hold-exists',
    'hold-has-cause',
    'address-suppressed',
    'event-too-large',
  ]
  return [
    ...always,
    ...when(route.params !== undefined, 'not-found'),
    ...when(hasCursor(route.query), 'invalid-cursor'),
    ...when(route.request !== undefined, 'malformed-json', 'unsupported-media-type', 'body-too-large'),
    ...when(route.changes === true, 'if-match-missing'),
    ...when(route.idempotencyKey === 'required', 'idempotency-key-missing'),
    ...when(route.idempotencyKey !== undefined, 'idempotency-key-reused', 'idempotency-in-flight'),
    ...when(route.method !== 'GET', ...changes),
  ]
}

const when = (holds: boolean, ...codes: ErrorCode[]): ErrorCode[] => (holds ? codes : [])

const hasCursor = (query: unknown): boolean =>
  typeof query === 'object' &&
  query !== null &&
  'shape' in query &&
  Object.hasOwn(query.shape as object, 'cursor')

/** Error responses by status, each with its codes and an example. */
export function problemResponses(codes: readonly ErrorCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(codes, (code) => statusOf[code])
  const responses = [...byStatus].map(([status, alike]) => [status, problemResponse(status, alike)] as const)
  return Object.fromEntries([...responses, [429, throttled]].sort(([a], [b]) => Number(a) - Number(b)))
}

function problemResponse(status: number, codes: readonly ErrorCode[]): Record<string, unknown> {
  const [code = 'internal'] = codes
  const retried = status === 503 || codes.includes('idempotency-in-flight')
  return {
    description: codes.map((one) => `\`${one}\``).join(', '),
    ...(retried ? { headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } } : {}),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: exampleOf(code, status),
      },
      ...(fromTheGateway.has(status) ? plainMessage : {}),
    },
  }
}

/** API Gateway checks tokens before a request arrives, and answers in its own form. */
const fromTheGateway: ReadonlySet<number> = new Set([401, 403])
const plainMessage = {
  'application/json': { schema: { type: 'object', properties: { message: { type: 'string' } } } },
}

const exampleOf = (code: ErrorCode, status: number): Problem => ({
  type: `urn:retaguarda:problem:${code}`,
  title: code.replaceAll('-', ' '),
  status,
  detail: 'what was expected, and what came',
  code,
  correlationId: 'JKJaXmPLvHcESHA=',
})

const throttled = {
  description: 'Too many requests, or `too-many-replies`: wait and try again.',
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      example: exampleOf('too-many-replies', 429),
    },
    ...plainMessage,
  },
}
