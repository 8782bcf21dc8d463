import type * as z from 'zod/mini'
import type { Cause } from '../decision.ts'
import type { AnswerMarker, StoredAnswer } from '../table/answer-marker.ts'
import type { CommitOutcome } from '../table/commit.store.ts'

/** Scopes of the API with their descriptions; a token has them behind the resource server's name. */
export const scopes = {
  'orders:read': 'read orders and their history',
  'orders:write': 'place, correct, hold, release and move orders',
  'quality:read': 'read quality issues, check runs, settings and facts',
  'quality:write': 'configure checks, record facts, work on quality issues',
  'quality:approve': 'waive a check for one order',
  'privacy:read': 'read privacy requests',
  'privacy:write': 'request, read and erase personal data',
  'email:read': 'read customers’ e-mail',
  'channels:read': 'read connections, deliveries and subscriptions',
  'channels:write': 'connect accounts, retry deliveries, subscribe to events',
  'email:write': 'answer, correct and move customers’ e-mail, configure its handling',
} as const
export type Scope = keyof typeof scopes

/** The resource server of these scopes: a token says `retaguarda/orders:read`. */
export const resourceServer = 'retaguarda'

/** The caller: authenticated by the token, bound to a store by the table. */
export interface Principal {
  readonly id: string
  readonly type: 'client' | 'person'
  readonly store: string
}

/** The request's `Idempotency-Key`, to be written together with the change. */
export interface Idempotency {
  marker(answer: StoredAnswer): AnswerMarker
  /** The first response under the key. Error: `idempotency-key-reused` when the content differs. */
  replay(first: { readonly requestHash: string; readonly answer: StoredAnswer }): StoredAnswer
}

export interface RouteContext<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
  readonly cause: Cause
  /** The time of the request, UTC ISO-8601. */
  readonly now: string
  /** Throws `stale-version` unless the caller's `If-Match` names this version. */
  readonly ifMatch: (version: number) => void
  /** Present when the route accepts an `Idempotency-Key` and the request has one. */
  readonly idempotency: Idempotency | undefined
  /** Signs and opens cursors for this principal's store and this route. */
  readonly cursor: CursorCodec
}

export interface CursorCodec {
  open(): Promise<string | undefined>
  sign(position: string | undefined): Promise<string | undefined>
}

type Schema = z.core.$ZodType
type Out<S> = S extends Schema ? z.infer<S> : undefined

export interface Route<
  Params extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
  Response extends Schema = Schema,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: `/${string}`
  readonly scope: Scope
  /** One line for the API document. */
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly request?: Body
  readonly response: Response
  /** Status of success; 201 for a POST that creates. */
  readonly success: 200 | 201
  /** Whether the route accepts or requires an `Idempotency-Key`. */
  readonly idempotencyKey?: 'required' | 'optional'
  /** The route changes something that exists: `If-Match` is required. */
  readonly changes?: boolean
  readonly run: (
    context: RouteContext<Out<Params>, Out<Query>, Out<Body>>,
  ) => Promise<z.infer<Response> | Answer>
}

const answered = Symbol('answered')

/** A response with its own status and headers. */
export interface Answer extends StoredAnswer {
  readonly [answered]: true
}

export const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  [answered]: true,
  status,
  body,
  headers,
})

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && answered in value

/** The entity tag of a version. */
export const etag = (version: number): string => `"${version}"`

/** The response of a POST that created something: 201, its location and its version. */
export const created = (location: string, body: { readonly version: number }): Answer =>
  answer(201, body, { location, etag: etag(body.version) })

/** Answers a commit made under an idempotency key: a repeat gets the first response. */
export function answerOnce(
  first: Answer,
  outcome: CommitOutcome,
  idempotency: Idempotency | undefined,
): Answer {
  if (outcome.outcome !== 'answered' || idempotency === undefined) return first
  return replayed(idempotency.replay(outcome))
}

/** A replayed response, marked as such. */
export const replayed = ({ status, body, headers }: StoredAnswer): Answer =>
  answer(status, body, { ...headers, 'idempotent-replayed': 'true' })

/** Defines a route: one object feeds the router, the API Gateway route with its scope, and the API document. */
export const route = <
  Params extends Schema | undefined,
  Query extends Schema | undefined,
  Body extends Schema | undefined,
  Response extends Schema,
>(
  definition: Route<Params, Query, Body, Response>,
): Route => definition
