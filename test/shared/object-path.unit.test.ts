import fc from 'fast-check'
import { isSameJson, valueAt, withValueAt } from '../../shared/object-path.ts'

const order = { address: { uf: 'sp', cep: '04567010' }, lines: [1] }

describe('a value at a path', () => {
  it.each([
    ['address.uf', 'sp'],
    ['address', order.address],
    ['lines', order.lines],
    ['address.number', undefined],
    ['billing.uf', undefined],
    ['address.uf.letters', undefined],
    ['constructor.name', undefined],
    ['address.toString', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(order, path)).toEqual(value)
  })

  it('replaces another value and changes nothing else', () => {
    expect(withValueAt(order, 'address.uf', 'SP')).toEqual({
      ...order,
      address: { ...order.address, uf: 'SP' },
    })
    expect(order.address.uf).toBe('sp')
  })

  it('is added where none was', () => {
    expect(withValueAt(order, 'billing.uf', 'SP')).toEqual({ ...order, billing: { uf: 'SP' } })
  })

  it('is removed by undefined', () => {
    expect(withValueAt(order, 'address.uf', undefined)).toEqual({ ...order, address: { cep: '04567010' } })
  })

  it('is never written to a prototype', () => {
    const changed = withValueAt(order, '__proto__.polluted', true)
    expect(Object.hasOwn(changed, '__proto__')).toBe(true)
    expect({}).not.toHaveProperty('polluted')
  })

  it('is read as it was written', () => {
    const name = fc.constantFrom('a', 'b', '__proto__', 'constructor')
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('.'))
    fc.assert(
      fc.property(path, fc.jsonValue(), (at, value) => {
        expect(valueAt(withValueAt({ a: { b: 1 } }, at, value), at)).toEqual(value)
      }),
    )
  })
})

describe('equality of JSON', () => {
  it.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: undefined }, {}, true],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [null, undefined, false],
    ['1', 1, false],
    [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } }, true],
    [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameJson(one, other)).toBe(same)
    expect(isSameJson(other, one)).toBe(same)
  })
})
