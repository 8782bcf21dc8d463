import { DomainError } from '../../../shared/domain-error.ts'

/** A JSON object whose numbers are kept as text: no id and no amount passes through a binary float. */
export interface Payload {
  readonly [field: string]: unknown
}

interface WithSource {
  readonly source?: string
}

/**
 * Parses JSON with every number kept as text, so ids beyond 2^53 and decimal amounts stay exact. The last of
 * repeated keys wins. Error: `malformed-json`.
 * Source: TC39 "JSON.parse source text access".
 */
export function parseExact(text: string): unknown {
  try {
    return JSON.parse(text, (...[, value, context]: [string, unknown, WithSource?]) =>
      typeof value === 'number' ? (context?.source ?? throwInexact()) : value,
    ) as unknown
  } catch (cause) {
    throw new DomainError('malformed-json', 'Body is not JSON.', { cause })
  }
}

function throwInexact(): never {
  throw new Error('JSON.parse does not provide the source text of numbers; use Node 24.')
}

/** The object itself, or an empty one for any other value. */
export const asPayload = (value: unknown): Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : {}

/** The object at the end of a path of fields; empty when there is none. */
export const at = (from: unknown, ...path: readonly string[]): Payload =>
  path.reduce<Payload>((node, field) => asPayload(node[field]), asPayload(from))

/** The objects of the list at a path; empty when there is no list. */
export function listAt(from: unknown, ...path: readonly string[]): readonly Payload[] {
  const last = path.at(-1)
  const value = last === undefined ? from : at(from, ...path.slice(0, -1))[last]
  return Array.isArray(value) ? value.map(asPayload) : []
}

/** The text of the first field that holds text or a number, trimmed; undefined when all are empty. */
export function textAt(from: unknown, ...fields: readonly string[]): string | undefined {
  const node = asPayload(from)
  for (const field of fields) {
    const value = node[field]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return undefined
}
