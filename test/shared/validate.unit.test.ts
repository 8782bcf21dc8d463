import * as z from 'zod/mini'
import { cents, currency, instant, looseText, slug, text } from '../../events/fields.ts'
import { DomainError, type FieldError } from '../../shared/domain-error.ts'
import { parse } from '../../shared/http/validate.ts'

function wrongWith(schema: z.core.$ZodType, value: unknown): readonly FieldError[] {
  try {
    parse(schema, value, 'the body')
  } catch (error) {
    if (error instanceof DomainError) return error.fields
    throw error
  }
  throw new Error('a refusal was expected')
}

const Order = z.strictObject({
  lines: z.array(
    z.strictObject({ quantity: z.int().check(z.gte(1)), tags: z.optional(z.array(z.string())) }),
  ),
  kind: z.enum(['a', 'b']),
  when: z.optional(instant),
})

describe('parsing input', () => {
  it.each([
    { schema: text(9), value: 'a\u0000b', expected: 'text without control characters or lone surrogates' },
    { schema: text(9), value: 'a\ud800', expected: 'text without control characters or lone surrogates' },
    { schema: slug, value: 'Loja Azul', expected: 'lower-case words joined by hyphens' },
    { schema: currency, value: 'real', expected: 'three capital letters' },
    { schema: currency, value: 'ZZZ', expected: 'an ISO 4217 currency code' },
  ])('describes "$expected" in words, not as a pattern', ({ schema, value, expected }) => {
    expect(wrongWith(schema, value)[0]?.expected).toBe(expected)
  })

  it.each([
    {
      value: { lines: [{ quantity: 1 }, { quantity: 'two' }], kind: 'a' },
      says: { path: 'lines[1].quantity', expected: 'a number', received: 'text of 3 characters' },
    },
    {
      value: { lines: [{ quantity: 0 }], kind: 'a' },
      says: { path: 'lines[0].quantity', expected: 'a value of at least 1', received: '0' },
    },
    {
      value: { lines: [{ quantity: 1, tags: ['x', null] }], kind: 'a' },
      says: { path: 'lines[0].tags[1]', expected: 'a string', received: 'null' },
    },
    {
      value: { lines: {}, kind: 'a' },
      says: { path: 'lines', expected: 'an array', received: 'an object' },
    },
    {
      value: { lines: [], kind: 'c' },
      says: { path: 'kind', expected: 'one of a, b', received: 'text of 1 characters' },
    },
    { value: { lines: [] }, says: { path: 'kind', expected: 'one of a, b', received: 'nothing' } },
    {
      value: { lines: [], kind: 'a', more: [1, 2] },
      says: { path: 'more', expected: 'no such field', received: 'a list of 2' },
    },
    {
      value: { lines: [{ quantity: 1, colour: true }], kind: 'a' },
      says: { path: 'lines[0].colour', expected: 'no such field', received: 'true' },
    },
    { value: 7, says: { path: '', expected: 'an object', received: '7' } },
    { value: undefined, says: { path: '', expected: 'an object', received: 'nothing' } },
    {
      value: { lines: [], kind: 'a', when: 'soon' },
      says: { path: 'when', expected: 'a valid datetime', received: 'text of 4 characters' },
    },
  ])('names the field $says.path, the expected and the received value', ({ value, says }) => {
    expect(wrongWith(Order, value)).toEqual([says])
  })

  it('names all invalid fields, up to twenty', () => {
    const lines = Array.from({ length: 40 }, () => ({ quantity: -1 }))
    expect(wrongWith(Order, { lines, kind: 'a' })).toHaveLength(20)
    const unknown = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, n]))
    expect(wrongWith(Order, { lines: [], kind: 'a', ...unknown })).toHaveLength(10)
  })

  it('truncates a long field name and never repeats a text', () => {
    const [field] = wrongWith(Order, { lines: [], kind: 'a', ['x'.repeat(1000)]: 'Joana' })
    expect(field?.path).toHaveLength(80)
    expect(JSON.stringify(field)).not.toContain('Joana')
  })

  it('returns the parsed value of the schema', () => {
    expect(parse(Order, { lines: [], kind: 'a', when: '2026-11-24T09:00:00-03:00' }, 'the body')).toEqual({
      lines: [],
      kind: 'a',
      when: '2026-11-24T12:00:00.000Z',
    })
  })
})

describe('fields of the suite', () => {
  const accepts = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value).success

  it.each(['BRL', 'USD', 'JPY'])('accept the currency %s', (code) =>
    expect(accepts(currency, code)).toBe(true),
  )
  it.each(['brl', 'XYZ', 'R$', '', 'BRLX', 986])('reject the currency %s', (code) =>
    expect(accepts(currency, code)).toBe(false),
  )

  it.each([0, 1, 100_000_000_000])('accept %s cents', (value) => expect(accepts(cents, value)).toBe(true))
  it.each([-1, 0.5, 100_000_000_001, 2 ** 53, Infinity, Number.NaN, '1', null])('reject %s cents', (value) =>
    expect(accepts(cents, value)).toBe(false),
  )

  it.each(['loja', 'loja-2', '1'])('accept the name %s', (value) => expect(accepts(slug, value)).toBe(true))
  it.each(['', 'Loja', 'loja_2', '-a', 'a-', 'a--b', 'a#b', 'a/b', 'ü', 'x'.repeat(41)])(
    'reject the name %s',
    (value) => expect(accepts(slug, value)).toBe(false),
  )

  it.each(['\u0000', 'a\u0007b', 'a\tb', '\ud800', 'a\udc00', '\u0085x'])('reject text with %j', (value) => {
    expect(accepts(text(10), value)).toBe(false)
    expect(accepts(looseText(10), value)).toBe(false)
  })

  it('normalize and trim text before its length check', () => {
    expect(parse(text(3), '  Sa\u0303o  ', 'it')).toBe('S\u00e3o')
    expect(accepts(text(3), 'Joao')).toBe(false)
    expect(accepts(text(3), '   ')).toBe(false)
    expect(parse(looseText(3), '   ', 'it')).toBe('')
    expect(parse(text(10), '👩‍🚀', 'it')).toBe('👩‍🚀')
  })
})
