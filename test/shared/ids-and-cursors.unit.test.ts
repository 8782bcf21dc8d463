import fc from 'fast-check'
import { openCursor, signCursor } from '../../shared/http/cursor.ts'
import { derivedId, fingerprint } from '../../shared/ids.ts'
import { historySort, versionFiledAt } from '../../shared/table/keys.ts'

const part = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\u0000'))
const parts = fc.array(part, { minLength: 1, maxLength: 4 })

describe('a derived id', () => {
  it('is equal only for equal parts, with part boundaries', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other)
        expect(derivedId('ord', ...one) === derivedId('ord', ...other)).toBe(same)
        expect(fingerprint(...one) === fingerprint(...other)).toBe(same)
      }),
    )
    expect(derivedId('ord', 'a', 'bc')).not.toBe(derivedId('ord', 'ab', 'c'))
  })

  it('is stable and has no ambiguous characters', () => {
    fc.assert(
      fc.property(parts, (some) => {
        expect(derivedId('iss', ...some)).toMatch(/^iss_[0-9abcdefghjkmnpqrstvwxyz]{26}$/)
      }),
    )
    // Ids are stored in tables: this one must never change.
    expect(derivedId('ord', 'loja-azul', 'loja-propria', '1001')).toBe('ord_hsyf92h9p5bywe32v5nanqyx8r')
  })
})

describe('a cursor', () => {
  const key = 'k'.repeat(40)

  it('opens for the same list and key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (position, scope) => {
        const whole = position.toWellFormed()
        expect(openCursor(signCursor(whole, scope, key), scope, key)).toBe(whole)
      }),
    )
  })

  it('is rejected for another list, another key or a changed character', () => {
    const cursor = signCursor('2026#ord_1', 'orders', key)
    const refused = expect.objectContaining({ code: 'invalid-cursor' })
    const open =
      (text: string, scope = 'orders', by = key) =>
      () =>
        openCursor(text, scope, by)
    expect(open(cursor, 'orders2')).toThrow(refused)
    expect(open(cursor, 'orders', 'j'.repeat(40))).toThrow(refused)
    fc.assert(
      fc.property(
        fc.nat({ max: cursor.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1 }),
        (at, char) => {
          fc.pre(cursor[at] !== char)
          expect(open(cursor.slice(0, at) + char + cursor.slice(at + 1))).toThrow(refused)
        },
      ),
    )
    for (const text of ['', '.', '..', cursor.replace('.', ''), `${cursor}.`, ` ${cursor}`])
      expect(open(text)).toThrow(refused)
  })
})

describe('the sort key of a stored event', () => {
  it('sorts by version, then by place, and contains the version', () => {
    const place = fc.record({ version: fc.integer({ min: 1, max: 999_999_999 }), at: fc.nat({ max: 999 }) })
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [a, b] = [historySort(one.version, one.at), historySort(other.version, other.at)]
        expect(a < b).toBe(
          one.version < other.version || (one.version === other.version && one.at < other.at),
        )
        expect(versionFiledAt(a)).toBe(one.version)
      }),
    )
  })
})
