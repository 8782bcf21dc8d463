import fc from 'fast-check'
import { resourceOf, type SeededResources } from '../access/store-a-resources.ts'
import type { Operation } from './document.ts'

/** A generated request. */
export interface FuzzRequest {
  readonly operation: Operation
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Hostile text: controls, lone surrogates, markup, paths, numbers out of range. */
const hostile = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200f',
  'é'.normalize('NFD'),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '=1+1',
  'a\r\nX-Injected: 1',
  '%00',
  '%',
  '#',
  '😀'.repeat(300),
  'x'.repeat(5000),
  'null',
  'NaN',
]
const numbers = [0, -0, -1, 1, 0.1, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308, -1e308]

const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }))
const scalar = fc.oneof(text, fc.constantFrom<unknown>(...numbers), fc.constantFrom(null, true, false))
const anything = fc.oneof(
  scalar,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>([], {}, [[]], [null], { __proto__: null, $ref: '#' }),
)

/** A valid body with a few changes, which reaches deeper code than an invalid body. */
const corruptedValues = (example: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(
      fc.record({ at: fc.nat(), how: fc.constantFrom('put', 'drop', 'add', 'twice'), value: anything }),
      {
        maxLength: 3,
      },
    )
    .map((changes) =>
      changes.reduce<unknown>((body, change) => corrupt(structuredClone(body), change), example),
    )

type Holder = Record<string, unknown>

function corrupt(body: unknown, { at, how, value }: { at: number; how: string; value: unknown }): unknown {
  const places = holdersIn(body)
  const place = places[at % places.length]
  if (place === undefined) return value
  const [holder, key] = place
  if (how === 'drop') Reflect.deleteProperty(holder, key)
  else if (how === 'add') holder[`${key}X`] = value
  else if (how === 'twice' && Array.isArray(holder)) holder.push(holder[Number(key)])
  else holder[key] = value
  return body
}

/** Every value position inside a body, as its holder and key. */
function holdersIn(body: unknown): [Holder, string][] {
  if (typeof body !== 'object' || body === null) return []
  const holder = body as Holder
  return Object.keys(holder).flatMap((key) => [[holder, key] as [Holder, string], ...holdersIn(holder[key])])
}

/** Text that `JSON.stringify` would not produce. */
const raw = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '1e400',
    '{"a":1,"a":2}',
    '{"__proto__":{"isAdmin":true}}',
    '['.repeat(10_000),
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    '{"version":9007199254740993}',
    '\u0000',
    '\ufeff{}',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** A valid body, with a new external id where it has one. */
const validValue = (example: unknown): fc.Arbitrary<unknown> =>
  fc
    .uuid()
    .map((externalId) =>
      typeof example === 'object' && example !== null && 'externalId' in example
        ? { ...example, externalId }
        : (example ?? {}),
    )

const bodyOf = (example: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: validValue(example).map((body) => JSON.stringify(body)), weight: 4 },
    {
      arbitrary: validValue(example)
        .chain(corruptedValues)
        .map((body) => JSON.stringify(body) ?? 'null'),
      weight: 4,
    },
    { arbitrary: anything.map((body) => JSON.stringify(body) ?? 'null'), weight: 1 },
    { arbitrary: raw, weight: 1 },
  )

const chooseOften = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 7 }, { arbitrary: odd, weight: 1 })

/** Limited to visible ASCII, since HTTP clients reject other header characters. */
const headerText = text.map((one) => one.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 300) || 'x')

/** An id from an answer, of the kind of a parameter: `ord_...` for `orderId`, `store.con_...` for `connectionId`. */
const idFor = (parameter: string, ids: () => readonly string[]): fc.Arbitrary<string> =>
  fc.nat().map((n) => {
    const fitting = ids().filter((id) => isWithin(/([a-z]+)_/.exec(id)?.[1] ?? '', parameter))
    const some = fitting.length > 0 ? fitting : ids()
    return some[n % Math.max(1, some.length)] ?? 'none'
  })

/** True when the name contains the letters in this order. */
function isWithin(letters: string, name: string): boolean {
  let at = 0
  for (const letter of name) if (letter === letters[at]) at += 1
  return letters.length > 0 && at === letters.length
}

/** Seeded resources, and the ids in answers so far. */
export interface ExistingIds extends Pick<SeededResources, 'parameters' | 'parametersOf' | 'bodies'> {
  ids(): readonly string[]
}

/**
 * Generates requests of an operation: mostly paths of existing resources, valid bodies, bodies with a few changes, and
 * sometimes arbitrary text.
 */
export function requestsOf(operation: Operation, existing: ExistingIds): fc.Arbitrary<FuzzRequest> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const segments = fc.record(
    Object.fromEntries(
      names.map((name) => {
        const given =
          existing.parametersOf[operation.id]?.[name] ?? existing.parameters[resourceOf(operation.path, name)]
        const seen = idFor(name, existing.ids)
        return [name, chooseOften(given === undefined ? seen : fc.oneof(fc.constant(given), seen), text)]
      }),
    ),
  )
  const query = fc.oneof<[fc.Arbitrary<Record<string, unknown>>, fc.Arbitrary<Record<string, unknown>>]>(
    fc.constant({}),
    fc.record(
      Object.fromEntries(
        Object.entries(operation.query).map(([name, documented]) => {
          const given = existing.parameters[name]
          const values = given === undefined ? documented : [given]
          return [name, values.length === 0 ? scalar : chooseOften(fc.constantFrom(...values), scalar)]
        }),
      ),
      { requiredKeys: [] },
    ),
  )
  const ifMatch = chooseOften(fc.constantFrom('*', '*', '*', '"1"', '"2"'), headerText)
  const key = chooseOften(fc.uuid(), headerText)
  return fc
    .record({
      segments,
      query,
      ifMatch,
      key,
      leaves: fc.nat(9),
      body: operation.takesBody
        ? bodyOf(existing.bodies[operation.id] ?? operation.example)
        : fc.constant(undefined),
      type: chooseOften(fc.constant('application/json'), headerText),
    })
    .map((made) => ({
      operation,
      path: pathOf(operation.path, made.segments, made.query),
      headers: {
        ...(operation.headers.includes('IfMatch') && made.leaves > 0 ? { 'if-match': made.ifMatch } : {}),
        ...(operation.headers.some((name) => name.endsWith('IdempotencyKey')) && made.leaves > 1
          ? { 'idempotency-key': made.key }
          : {}),
        ...(made.body === undefined ? {} : { 'content-type': made.type }),
      },
      ...(made.body === undefined ? {} : { body: made.body }),
    }))
}

function pathOf(path: string, segments: Record<string, string>, query: Record<string, unknown>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(segments[name] ?? '') || 'x')
  const asked = Object.entries(query).map(([name, value]) => `${name}=${encoded(String(value))}`)
  return asked.length === 0 ? filled : `${filled}?${asked.join('&')}`
}

/** Lone surrogates cannot be sent; HTTP clients would remove dot segments from the path. */
const encoded = (value: string): string =>
  encodeURIComponent(value.toWellFormed().slice(0, 600)).replaceAll('.', '%2E')
