import { aPlaceOrder } from '../../support/orders.ts'
import { integerBetween, oneOf } from '../table/draw.ts'

type Path = readonly (string | number)[]

/** Every value of an order, by where it stands. */
function leaves(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(name) : name]),
  )
}

/** The order as text with something, as text, in the place of a value: JSON that no object can be made to write. */
function withText(order: unknown, path: Path, text: string): string {
  const mark = '\u0001here\u0001'
  const copy = structuredClone(order) as Record<string | number, unknown>
  let at = copy
  for (const name of path.slice(0, -1)) at = at[name] as typeof copy
  at[path.at(-1) ?? ''] = mark
  return JSON.stringify(copy).replace(JSON.stringify(mark), () => text)
}

const strings: readonly ((value: string) => string)[] = [
  (value) => `"${value}\\u0000"`,
  (value) => `"\\ud800${value}"`,
  (value) => `"${value}\\udc00x"`,
  (value) => `"${value}\\n${value}"`,
  () => 'null',
  () => '1e400',
  () => '[]',
]
const numbers: readonly string[] = [
  '1e400',
  '-1e400',
  '9007199254740993',
  '1e-400',
  '0.1',
  '"1"',
  '-1',
  'null',
]

const deep = (seed: number): string => {
  const depth = integerBetween(2_000, 10_000, seed, 'depth')
  const [open, close] = oneOf(
    [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const,
    seed,
    'shape',
  )
  return `${open.repeat(depth)}1${close.repeat(depth)}`
}

/** What a value may be left as: a fraction that is nothing is nothing. */
const isHarmless = (text: string): boolean => text === '1e-400'

/** An order with one value that is none, where and what by the seed; `harmless` when it may be read all the same. */
export function hostileOrder(seed: number): { raw: string; harmless: boolean } {
  const order = aPlaceOrder()
  const { path, value } = oneOf(leaves(order), seed, 'where')
  const ways = [
    oneOf(strings, seed, 'string')(String(value)),
    typeof value === 'number' ? oneOf(numbers, seed, 'number') : '{"a":1}',
    deep(seed),
  ]
  const text = oneOf(ways, seed, 'way')
  return { raw: withText(order, path, text), harmless: isHarmless(text) }
}

const objects = ['', 'customer', 'shippingAddress', 'totals', 'payment', 'lines'] as const
const keys = [
  '"__proto__":{"status":"paid"}',
  '"__proto__":null',
  '"\\u005f_proto__":{"a":1}',
  '"constructor":{"prototype":{"a":1}}',
  '"prototype":{"a":1}',
  '"toString":"x"',
  '"hasOwnProperty":1',
]

/** The order as text with more, as text, in front of what stands in one of its objects. */
const inserted = (order: unknown, name: string, text: string): string => {
  const open = name === '' ? '{' : name === 'lines' ? '"lines":[{' : `"${name}":{`
  return JSON.stringify(order).replace(open, (found) => `${found}${text},`)
}

/** An order with a key in one of its objects that all objects have already. */
export const prototypeOrder = (seed: number): string =>
  inserted(aPlaceOrder(), oneOf(objects, seed, 'where'), oneOf(keys, seed, 'key'))

/** An order in which a key stands twice, first with another value; and the order as it is without that. */
export function twiceKeyedOrder(seed: number) {
  const order = aPlaceOrder()
  const [name, text] = oneOf(
    [
      ['', '"channel":"another"'],
      ['', '"externalId":"FIRST"'],
      ['customer', '"name":"First"'],
      ['totals', '"total":1'],
      ['shippingAddress', '"uf":"RJ"'],
      ['lines', '"quantity":77'],
    ] as const,
    seed,
    'twice',
  )
  return { order, raw: inserted(order, name, text) }
}
