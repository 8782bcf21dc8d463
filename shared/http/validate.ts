import * as z from 'zod/mini'
import { DomainError, type FieldError } from '../domain-error.ts'

/** Parses a value by a schema. Error: `invalid-request`, with each invalid field, what was expected and what was received. */
export function parse<S extends z.core.$ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  const fields = result.error.issues.slice(0, 20).flatMap((issue) => describe(issue, value))
  const [first] = fields
  throw new DomainError(
    'invalid-request',
    `${what} is invalid: ${first?.path || what.toLowerCase()}: expected ${first?.expected}, received ${first?.received}.`,
    { fields },
  )
}

function describe(issue: z.core.$ZodIssue, root: unknown): FieldError[] {
  const at = (path: readonly PropertyKey[]) =>
    path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<PropertyKey, unknown>)[key]
          : undefined,
      root,
    )
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 10).map((key) => ({
      path: pathOf([...issue.path, key.slice(0, 80)]),
      expected: 'no such field',
      received: kindOf(at([...issue.path, key])),
    }))
  }
  return [{ path: pathOf(issue.path), expected: expectation(issue), received: kindOf(at(issue.path)) }]
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected)
    case 'too_small':
      return `${unitOf(issue.origin)} of ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `${unitOf(issue.origin)} of at most ${issue.maximum}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return hasOwnMessage(issue) ? issue.message : `a valid ${issue.format}`
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return hasOwnMessage(issue) ? issue.message : 'another value'
  }
}

/** True when the schema has its own message: zod's mini interface has one text for everything else. */
const hasOwnMessage = ({ message }: z.core.$ZodIssue): boolean => message !== 'Invalid input'

const article = (expected: string): string => (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`)
const unitOf = (origin: string): string =>
  origin === 'string' ? 'a length' : origin === 'array' ? 'a number of entries' : 'a value'

/** What was received, without personal data: numbers and short codes as they are, text by its length. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return `text of ${value.length} characters`
  return 'an object'
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  )
