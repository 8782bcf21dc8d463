import type { ConnectionSnapshot } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { fingerprint } from '../../../shared/ids.ts'
import { asPayload, type Payload, parseExact, textAt } from '../canonical/exact-json.ts'

/** A platform's call as received; nothing in it is trusted before it is verified. */
export interface Call {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  /** The public URL that the platform called. */
  readonly url: string
  /** The secret in the path, for platforms that sign nothing. */
  readonly token?: string | undefined
  readonly body: Buffer
  /** Distinguishes calls of a platform that sends no identifier. */
  readonly requestId: string
}

/** What a call is about, as far as the call itself says. */
export interface CallDescription {
  /** Equal for repeats of the same call, different for any other call. */
  readonly dedupeKey: string
  readonly topic: string
  readonly resource: string
  readonly occurredAt?: string | undefined
  /** True when a poll found the change instead of a call. */
  readonly polled?: boolean | undefined
  /** Why the call cannot be processed; it is stored all the same. */
  readonly problem?: Reason | undefined
}

export interface Reason {
  readonly code: string
  readonly detail: string
}

/** Describes a call with a JSON body. A body that is no JSON object is described by its bytes, with the problem. */
export function describeJson(call: Call, read: (payload: Payload) => CallDescription): CallDescription {
  try {
    const payload = parseExact(new TextDecoder('utf-8', { fatal: true }).decode(call.body))
    if (typeof payload === 'object' && payload !== null && !Array.isArray(payload))
      return read(asPayload(payload))
    return malformed(call, 'Body is not a JSON object.')
  } catch (error) {
    if (error instanceof DomainError || error instanceof TypeError)
      return malformed(call, 'Body is not JSON in UTF-8.')
    throw error
  }
}

const malformed = (call: Call, detail: string): CallDescription => ({
  dedupeKey: bodyHash(call),
  topic: 'unknown',
  resource: 'unknown',
  problem: { code: 'malformed-json', detail },
})

/** Identifies a call by its bytes. */
export const bodyHash = ({ body }: Call): string => fingerprint(body.toString('base64'))

/** Parses a timestamp in any platform's format to UTC ISO-8601; undefined when it is none. */
export function moment(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** The problem of a call about another account than the connection's; undefined when the accounts match. */
export const accountMismatch = (
  received: string | undefined,
  { account }: Pick<ConnectionSnapshot, 'account'>,
): CallDescription['problem'] =>
  received?.toLowerCase() === account.toLowerCase()
    ? undefined
    : {
        code: 'other-account',
        detail: `Call is about another account: ${received ?? 'none'}.`,
      }

/** The text of the first field that holds any, or a default. */
export const textOr = (payload: Payload, otherwise: string, ...fields: readonly string[]): string =>
  textAt(payload, ...fields) ?? otherwise
