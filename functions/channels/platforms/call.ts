import { DomainError } from '../../../shared/domain-error.ts'
import { fingerprint } from '../../../shared/ids.ts'
import { asPayload, type Payload, parseExact, textAt } from '../canonical/exact-json.ts'
import type { Connection } from '../connections/connection.ts'
import type { CallDescription } from '../deliveries/delivery.ts'

/** A platform's call as it came: nothing in it is believed before it is proven. */
export interface Call {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** The URL that was called, as the platform knows it. */
  readonly url: string
  /** The secret in the path, where the platform signs nothing. */
  readonly token?: string | undefined
  readonly body: Buffer
  /** Tells calls apart where the platform's own words do not. */
  readonly requestId: string
}

/** How a platform's calls are proven and read. Everything here is pure. */
export interface Receiver {
  /** Whether the call is proven by this secret. Compares in constant time and parses nothing. */
  readonly verify: (call: Call, secret: string, connection: Connection) => boolean
  /** What a proven call is. Never throws: what is not understood has a `problem`. */
  readonly describe: (call: Call, connection: Connection) => CallDescription
  /** A call that only asks whether anybody is there; `unproven` ones come without any signature. */
  readonly ping?: { readonly is: (call: Call) => boolean; readonly unproven?: boolean }
}

/** Describes a call of JSON; one whose body is no JSON object is described by its bytes, with the problem. */
export function describeJson(call: Call, read: (payload: Payload) => CallDescription): CallDescription {
  try {
    const payload = parseExact(new TextDecoder('utf-8', { fatal: true }).decode(call.body))
    if (typeof payload === 'object' && payload !== null && !Array.isArray(payload))
      return read(asPayload(payload))
    return malformed(call, 'a JSON object is expected')
  } catch (error) {
    if (error instanceof DomainError || error instanceof TypeError)
      return malformed(call, 'a body of JSON in UTF-8 is expected')
    throw error
  }
}

const malformed = (call: Call, detail: string): CallDescription => ({
  dedupeKey: bodyHash(call),
  topic: 'unknown',
  resource: 'unknown',
  problem: { code: 'malformed-json', detail },
})

/** Names a call by its bytes. */
export const bodyHash = ({ body }: Call): string => fingerprint(body.toString('base64'))

/** A moment in any of the platforms' spellings as UTC ISO-8601; nothing when it is none. */
export function moment(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** The problem of a call that is about another account than the connection's, if it is. */
export const accountMismatch = (
  said: string | undefined,
  { account }: Connection,
): CallDescription['problem'] =>
  said?.toLowerCase() === account.toLowerCase()
    ? undefined
    : {
        code: 'other-account',
        detail: `the account of the connection is expected, received ${said ?? 'none'}`,
      }

/** Text of a field, or a word for its absence. */
export const textOr = (payload: Payload, otherwise: string, ...fields: readonly string[]): string =>
  textAt(payload, ...fields) ?? otherwise
