import { compilePattern } from '../../../infra/local/events/event-pattern.ts'

const event = {
  version: '0',
  source: 'retaguarda.orders',
  'detail-type': 'order.placed',
  detail: {
    store: 'aurora',
    total: 12_990,
    discount: 0,
    paid: false,
    note: null,
    empty: [],
    file: 'notes/lib/Invoice.PNG',
    tags: ['urgent', 'gift'],
    customer: { name: 'Ana', address: { uf: 'SP' } },
    lines: [
      { sku: 'A-1', quantity: 1 },
      { sku: 'B-2', quantity: 30 },
    ],
  },
}

const detail = (pattern: unknown): boolean => compilePattern({ detail: pattern })(event)

describe('an event pattern', () => {
  it.each<[string, unknown, boolean]>([
    ['a value', { store: ['aurora'] }, true],
    ['another value', { store: ['Aurora'] }, false],
    ['any of several values', { store: ['boreal', 'aurora'] }, true],
    ['all of several fields', { store: ['aurora'], paid: [true] }, false],
    ['a number', { total: [12_990] }, true],
    ['a number written as text', { total: ['12990'] }, false],
    ['a boolean', { paid: [false] }, true],
    ['null', { note: [null] }, true],
    ['null against a missing field', { missing: [null] }, false],
    ['a value in a list', { tags: ['gift'] }, true],
    ['no value in a list', { tags: ['late'] }, false],
    ['a nested field', { customer: { address: { uf: ['SP'] } } }, true],
    ['a nested field that differs', { customer: { address: { uf: ['RJ'] } } }, false],
    ['a nested field of a value', { store: { name: ['aurora'] } }, false],
    ['a field of an object in a list', { lines: { sku: ['B-2'] } }, true],
    ['two fields of one object in a list', { lines: { sku: ['B-2'], quantity: [30] } }, true],
    ['two fields of two objects in a list', { lines: { sku: ['A-1'], quantity: [30] } }, false],
    ['a key of the prototype', { toString: [{ exists: true }] }, false],
  ])('matches %s', (_what, pattern, expected) => {
    expect(detail(pattern)).toBe(expected)
  })

  it.each<[string, unknown, boolean]>([
    ['prefix', { file: [{ prefix: 'notes/' }] }, true],
    ['prefix elsewhere', { file: [{ prefix: 'lib' }] }, false],
    ['prefix of a number', { total: [{ prefix: '1' }] }, false],
    ['prefix, ignoring case', { file: [{ prefix: { 'equals-ignore-case': 'NOTES/' } }] }, true],
    ['suffix', { file: [{ suffix: '.PNG' }] }, true],
    ['suffix in another case', { file: [{ suffix: '.png' }] }, false],
    ['suffix, ignoring case', { file: [{ suffix: { 'equals-ignore-case': '.png' } }] }, true],
    ['equals, ignoring case', { store: [{ 'equals-ignore-case': 'AURORA' }] }, true],
    ['equals, ignoring case, differing', { store: [{ 'equals-ignore-case': 'AURORAS' }] }, false],
    ['wildcard', { file: [{ wildcard: '*/lib/*.PNG' }] }, true],
    ['wildcard that differs', { file: [{ wildcard: '*/lib' }] }, false],
    ['wildcard with special characters', { file: [{ wildcard: '*Invoice?PNG' }] }, false],
    ['wildcard matching nothing', { store: [{ wildcard: 'aurora*' }] }, true],
    ['wildcard with an escaped star', { store: [{ wildcard: 'aur\\*' }] }, false],
    ['numeric equals', { total: [{ numeric: ['=', 12_990] }] }, true],
    ['numeric range', { total: [{ numeric: ['>', 0, '<=', 12_990] }] }, true],
    ['numeric range outside', { total: [{ numeric: ['>', 12_990, '<', 20_000] }] }, false],
    ['numeric of zero', { discount: [{ numeric: ['>=', 0] }] }, true],
    ['numeric of text', { store: [{ numeric: ['>', 0] }] }, false],
    ['numeric in a list of objects', { lines: { quantity: [{ numeric: ['>', 20] }] } }, true],
    ['anything-but', { store: [{ 'anything-but': 'boreal' }] }, true],
    ['anything-but itself', { store: [{ 'anything-but': 'aurora' }] }, false],
    ['anything-but of a missing field', { missing: [{ 'anything-but': 'x' }] }, false],
    ['anything-but of a list', { store: [{ 'anything-but': ['aurora', 'boreal'] }] }, false],
    ['anything-but of numbers', { total: [{ 'anything-but': [100, 200] }] }, true],
    ['anything-but on a list field with another value', { tags: [{ 'anything-but': ['urgent'] }] }, true],
    ['anything-but on a list field all refused', { tags: [{ 'anything-but': ['urgent', 'gift'] }] }, false],
    ['anything-but prefix', { store: [{ 'anything-but': { prefix: 'aur' } }] }, false],
    ['anything-but prefixes', { store: [{ 'anything-but': { prefix: ['bor', 'x'] } }] }, true],
    ['anything-but suffix', { file: [{ 'anything-but': { suffix: '.PNG' } }] }, false],
    [
      'anything-but, ignoring case',
      { store: [{ 'anything-but': { 'equals-ignore-case': 'AURORA' } }] },
      false,
    ],
    ['anything-but wildcard', { file: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, false],
    ['anything-but wildcards', { file: [{ 'anything-but': { wildcard: ['*/bin/*', '*/doc/*'] } }] }, true],
    ['exists', { store: [{ exists: true }] }, true],
    ['exists of null', { note: [{ exists: true }] }, true],
    ['exists of an empty list', { empty: [{ exists: true }] }, false],
    ['exists of an object', { customer: [{ exists: true }] }, false],
    ['exists of nothing', { missing: [{ exists: true }] }, false],
    ['does not exist', { missing: [{ exists: false }] }, true],
    ['does not exist below something missing', { missing: { deeper: [{ exists: false }] } }, true],
    ['does not exist, but does', { store: [{ exists: false }] }, false],
    ['one of several operators', { store: [{ prefix: 'x' }, { suffix: 'rora' }] }, true],
  ])('supports %s', (_what, pattern, expected) => {
    expect(detail(pattern)).toBe(expected)
  })

  it('combines $or alternatives, and joins sibling fields with AND', () => {
    const alternatives = [{ total: [{ numeric: ['>', 50_000] }] }, { tags: ['urgent'] }]
    expect(detail({ $or: alternatives })).toBe(true)
    expect(detail({ $or: alternatives, store: ['boreal'] })).toBe(false)
    expect(detail({ $or: [{ store: ['boreal'] }, { paid: [true] }] })).toBe(false)
  })

  it('matches the envelope as well as the detail', () => {
    const pattern = { source: [{ prefix: 'retaguarda.' }], 'detail-type': ['order.placed', 'order.changed'] }
    expect(compilePattern(pattern)(event)).toBe(true)
    expect(compilePattern(pattern)({ ...event, source: 'aws.s3' })).toBe(false)
    expect(compilePattern(pattern)(null)).toBe(false)
  })

  it.each<[string, unknown, RegExp]>([
    ['a bare value', { source: 'x' }, /\$\.source: expected an object of fields/],
    ['an empty pattern', {}, /\$: empty objects/],
    ['an empty list', { source: [] }, /\$\.source: empty lists/],
    ['cidr', { ip: [{ cidr: '10.0.0.0/24' }] }, /\$\.ip\[0\]: operator cidr is not supported/],
    ['two operators in one', { a: [{ prefix: 'x', suffix: 'y' }] }, /stands alone/],
    ['a prefix that is no text', { a: [{ prefix: 5 }] }, /expected a string, got 5/],
    ['consecutive wildcards', { a: [{ wildcard: 'x**y' }] }, /consecutive wildcard/],
    ['an unknown escape', { a: [{ wildcard: 'x\\y' }] }, /invalid escape/],
    ['half a comparison', { a: [{ numeric: ['>'] }] }, /one or two comparisons/],
    ['an unknown comparison', { a: [{ numeric: ['!=', 1] }] }, /unknown comparison !=/],
    ['a limit beyond the range', { a: [{ numeric: ['>', 6e9] }] }, /-5e9 to 5e9/],
    ['mixed anything-but', { a: [{ 'anything-but': ['x', 1] }] }, /strings or numbers, not both/],
    [
      'anything-but of an unknown operator',
      { a: [{ 'anything-but': { numeric: ['=', 1] } }] },
      /does not take numeric/,
    ],
    ['exists of text', { a: [{ exists: 'yes' }] }, /true or false/],
    ['a lonely $or', { $or: [{ a: ['x'] }] }, /at least two patterns/],
  ])('rejects %s', (_what, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message)
  })
})
