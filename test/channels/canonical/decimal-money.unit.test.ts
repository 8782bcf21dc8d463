import fc from 'fast-check'
import {
  isExactAmount,
  toDecimalText,
  toMinorUnits,
} from '../../../functions/channels/canonical/decimal-money.ts'
import { parseExact } from '../../../functions/channels/canonical/exact-json.ts'

const amount = fc.integer({ min: -1_000_000_000_00, max: 1_000_000_000_00 })

describe('money of a platform', () => {
  it('reads amounts exactly in every notation', () => {
    const read = ['0.1', '0.10', '19.9', '62.96', '-9.00', '7000', '4.4E2', '1e-1', '1000000000.00', '0.00e0']
    expect(read.map((text) => toMinorUnits(text, 'BRL'))).toEqual([
      10, 10, 1990, 6296, -900, 700_000, 44_000, 10, 1_000_000_000_00, 0,
    ])
  })

  it('uses the decimal digits of the currency', () => {
    expect([
      toMinorUnits('1990', 'CLP'),
      toMinorUnits('1.234', 'KWD'),
      toMinorUnits('1.2300', 'BRL'),
    ]).toEqual([1990, 1234, 123])
  })

  it.each(['', 'abc', '1,50', '0.005', 'NaN', 'Infinity', '0x10', '1 000', '1000000000.01', '1e99', '1e-99'])(
    'is rejected instead of rounded or guessed: %j',
    (text) => {
      expect(isExactAmount(text, 'BRL')).toBe(false)
      expect(() => toMinorUnits(text, 'BRL')).toThrow('at most 2 decimal digits')
    },
  )

  it('converts amounts of every currency back and forth', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('BRL', 'USD', 'CLP', 'KWD'), (minor, currency) => {
        expect(toMinorUnits(toDecimalText(minor, currency), currency)).toBe(minor)
      }),
    )
  })

  it('adds amounts exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 50 }), (parts) => {
        const read = parts.map((part) => toMinorUnits(toDecimalText(part, 'BRL'), 'BRL'))
        const total = parts.reduce((sum, part) => sum + part, 0)
        expect(read.reduce((sum, part) => sum + part, 0)).toBe(
          toMinorUnits(toDecimalText(total, 'BRL'), 'BRL'),
        )
      }),
    )
  })

  it('ignores trailing zeros and exponents', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 6 }), (minor, zeros) => {
        const written = toDecimalText(minor, 'BRL')
        expect(toMinorUnits(written + '0'.repeat(zeros), 'BRL')).toBe(minor)
        expect(toMinorUnits(`${minor}e-2`, 'BRL')).toBe(minor)
      }),
    )
  })
})

describe('JSON of a platform', () => {
  it('keeps every number as text', () => {
    expect(parseExact('{"id":9123372036854000123,"price":2.370,"list":[1e2,-0,true,null,"x"]}')).toEqual({
      id: '9123372036854000123',
      price: '2.370',
      list: ['1e2', '-0', true, null, 'x'],
    })
  })

  it('keeps integers of any size and decimals of any scale', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(), fc.nat(9), (id, whole, digit) => {
        expect(parseExact(`{"id":${id},"price":${whole}.${digit}0}`)).toEqual({
          id: `${id}`,
          price: `${whole}.${digit}0`,
        })
      }),
    )
  })

  it('uses the last of repeated keys and sets no prototype', () => {
    const parsed = parseExact('{"number":101,"number":10872,"__proto__":{"admin":true}}') as {
      admin?: boolean
    }
    expect(parsed).toMatchObject({ number: '10872' })
    expect(parsed.admin).toBeUndefined()
  })

  it.each(['', '{', '{"a":01}', '[1,]', 'nul', '{"a":1}}'])('rejects text that is no JSON: %j', (text) => {
    expect(() => parseExact(text)).toThrow('Body is not JSON')
  })
})
