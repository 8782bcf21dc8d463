import { aPlaceOrder } from '../../support/orders.ts'

type Json = Record<string, unknown>
/** A valid order as JSON; the invalid ones are copies of it. */
export const order = aPlaceOrder() as unknown as Json
/** The first line of the order. */
export const [line] = order['lines'] as Json[]
const withLine = (changes: Json) => ({ ...order, lines: [{ ...line, ...changes }] })
/** The order with changed customer fields. */
export const withCustomer = (changes: Json) => ({
  ...order,
  customer: { ...(order['customer'] as Json), ...changes },
})
const withTotals = (changes: Json) => ({ ...order, totals: { ...(order['totals'] as Json), ...changes } })
/** The order as text, with a key in `part` that an object literal cannot have. */
const textWith = (part: string, inside: string) =>
  JSON.stringify(order).replace(part === '' ? '{' : `"${part}":{`, (open) => `${open}${inside},`)
const without = (field: string) =>
  Object.fromEntries(Object.entries(order).filter(([name]) => name !== field))
const deep = (opening: string, closing: string, depth = 10_000) =>
  `${opening.repeat(depth)}1${closing.repeat(depth)}`

/** Well-formed requests that are invalid orders, with the path of the invalid field. */
export const nonsense: readonly { what: string; path: string; body?: unknown; raw?: string }[] = [
  { what: 'an empty object', path: 'channel', body: {} },
  { what: 'a list', path: '', body: [] },
  { what: 'text', path: '', body: 'order' },
  { what: 'null', path: 'channel', raw: 'null' },
  ...['channel', 'externalId', 'customer', 'shippingAddress', 'lines', 'totals'].map((field) => ({
    what: `no ${field}`,
    path: field,
    body: without(field),
  })),
  { what: 'an unknown field', path: 'colour', body: { ...order, colour: 'blue' } },
  { what: 'an unknown field of the customer', path: 'customer.age', body: withCustomer({ age: 40 }) },
  { what: 'an unknown field of a line', path: 'lines[0].colour', body: withLine({ colour: 'red' }) },
  {
    what: 'an unknown field deepest',
    path: 'lines[0].dimensionsMm.girth',
    body: withLine({ dimensionsMm: { length: 1, width: 1, height: 1, girth: 1 } }),
  },
  { what: 'a status', path: 'status', body: { ...order, status: 'dispatched' } },
  { what: 'a store', path: 'store', body: { ...order, store: 'loja-verde' } },
  { what: '__proto__', path: '__proto__', raw: textWith('', '"__proto__":{"status":"paid"}') },
  {
    what: 'a nested __proto__',
    path: 'customer.__proto__',
    raw: textWith('customer', '"__proto__":{"a":1}'),
  },
  {
    what: 'a __proto__ in a line',
    path: 'lines[0].__proto__',
    raw: JSON.stringify(order).replace('"lines":[{', '"lines":[{"__proto__":{"discount":1},'),
  },
  { what: 'constructor', path: 'constructor', raw: textWith('', '"constructor":{"prototype":{"a":1}}') },
  {
    what: 'a nested constructor',
    path: 'totals.constructor',
    raw: textWith('totals', '"constructor":{"prototype":{}}'),
  },
  { what: 'toString', path: 'toString', body: { ...order, toString: 'x' } },
  { what: 'a NUL', path: 'customer.name', body: withCustomer({ name: 'Jo\u0000ana' }) },
  { what: 'a line break', path: 'customer.name', body: withCustomer({ name: 'Jo\nana' }) },
  { what: 'a lone surrogate', path: 'customer.name', body: withCustomer({ name: 'Jo\ud800ana' }) },
  { what: 'a lone surrogate in a field’s name', path: 'x\udc00', body: { ...order, 'x\udc00': 1 } },
  { what: 'a NUL in an external id', path: 'externalId', body: { ...order, externalId: '1\u0000' } },
  { what: 'only spaces for a name', path: 'customer.name', body: withCustomer({ name: '   ' }) },
  { what: 'a name of 121', path: 'customer.name', body: withCustomer({ name: 'x'.repeat(121) }) },
  { what: 'a number beyond 2^53', path: 'lines[0].unitPrice', body: withLine({ unitPrice: 2 ** 53 }) },
  {
    what: 'a number that loses digits',
    path: 'totals.total',
    raw: JSON.stringify(order).replace('"total":12000', '"total":9007199254740993'),
  },
  {
    what: '1e400',
    path: 'totals.total',
    raw: JSON.stringify(order).replace('"total":12000', '"total":1e400'),
  },
  { what: 'a fraction of a cent', path: 'totals.total', body: withTotals({ total: 0.1 }) },
  { what: 'a number in text', path: 'totals.total', body: withTotals({ total: '12000' }) },
  { what: 'a negative total', path: 'totals.total', body: withTotals({ total: -1 }) },
  { what: 'a negative freight', path: 'totals.freight', body: withTotals({ freight: -1 }) },
  { what: 'a negative quantity', path: 'lines[0].quantity', body: withLine({ quantity: -1 }) },
  { what: 'a quantity of zero', path: 'lines[0].quantity', body: withLine({ quantity: 0 }) },
  {
    what: 'a quantity of -0',
    path: 'lines[0].quantity',
    raw: JSON.stringify(order).replace('"quantity":3', '"quantity":-0'),
  },
  { what: 'no lines', path: 'lines', body: { ...order, lines: [] } },
  {
    what: '201 lines',
    path: 'lines',
    body: { ...order, lines: Array.from({ length: 201 }, () => ({ ...line, title: 'x' })) },
  },
  { what: 'an unknown currency', path: 'currency', body: { ...order, currency: 'ABC' } },
  { what: 'a currency in lower case', path: 'currency', body: { ...order, currency: 'brl' } },
  { what: 'a channel in upper case', path: 'channel', body: { ...order, channel: 'Loja' } },
  { what: 'a key separator in a channel', path: 'channel', body: { ...order, channel: 'a#b' } },
  { what: 'a date without a time', path: 'dispatchBy', body: { ...order, dispatchBy: '2026-11-26' } },
  {
    what: 'a date that does not exist',
    path: 'dispatchBy',
    body: { ...order, dispatchBy: '2026-02-30T00:00:00Z' },
  },
  {
    what: 'a year of five digits',
    path: 'dispatchBy',
    body: { ...order, dispatchBy: '12026-01-01T00:00:00Z' },
  },
  {
    what: 'an unknown payment status',
    path: 'payment.status',
    body: { ...order, payment: { status: 'perhaps' } },
  },
  {
    what: 'an address of lists 10,000 deep',
    path: 'shippingAddress.street',
    raw: JSON.stringify(order).replace(/"street":"[^"]*"/, `"street":${deep('[', ']')}`),
  },
  {
    what: 'objects 10,000 deep',
    path: 'x',
    raw: textWith('', `"x":${deep('{"a":', '}')}`),
  },
]
