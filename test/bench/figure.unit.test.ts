import { atLeast, atMost, budgetResult, type Figure, median, percentile } from './figure.ts'
import { dollarsPerMillion } from './prices.ts'
import { tableOf } from './table.ts'

const figure = (value: number, bound?: Figure['bound']): Figure => ({
  name: 'weight',
  value,
  unit: 'KB',
  ...(bound === undefined ? {} : { bound }),
})

describe('a figure', () => {
  it('is judged by its budget and its aim, from above or from below', () => {
    const weights = [9, 10, 11, 20, 21].map((value) => budgetResult(figure(value, atMost(20, 10))))
    expect(weights).toEqual(['aim reached', 'aim reached', 'ok', 'ok', 'broken'])
    const rates = [0.3, 0.4, 0.6].map((value) => budgetResult(figure(value, atLeast(0.4, 0.6))))
    expect(rates).toEqual(['broken', 'ok', 'aim reached'])
  })

  it('breaks its budget when it is no number', () => {
    expect(budgetResult(figure(Number.NaN, atMost(20)))).toBe('broken')
    expect(budgetResult(figure(Number.NaN, atLeast(0.4, 0.6)))).toBe('broken')
  })

  it('without a budget is only told', () => {
    expect(budgetResult(figure(1000))).toBe('told')
  })
})

describe('the table', () => {
  it('has a row for each figure with value, budget, aim and verdict, and the notes below', () => {
    const table = tableOf([
      { ...figure(20.5, atMost(20, 10)), note: 'minified' },
      { name: 'orders', value: 100, unit: '1/s' },
    ])
    expect(table).toMatch(/weight +20\.50 KB +<= 20 +<= 10 +BROKEN/)
    expect(table).toMatch(/orders +100 1\/s$/m)
    expect(table).toMatch(/^weight: minified$/m)
  })
})

describe('the middle and the tail of a list', () => {
  it('do not ask for an order', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n)
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7])
  })

  it('of nothing are an error', () => {
    expect(() => median([])).toThrow('at least one value')
    expect(() => percentile([], 0.5)).toThrow('at least one value')
  })
})

describe('a million orders', () => {
  it('cost what their parts cost', () => {
    const nothing = {
      httpCalls: 0,
      invocations: 0,
      gigabyteSeconds: 0,
      writeUnits: 0,
      readUnits: 0,
      busEvents: 0,
      queueRequests: 0,
      logKilobytes: 0,
    }
    const { total, parts } = dollarsPerMillion({ ...nothing, writeUnits: 16, queueRequests: 10 })
    expect(total).toBeCloseTo(16 * 0.625 + 10 * 0.4)
    expect(parts).toMatchObject({ writeUnits: 10, queueRequests: 4, httpCalls: 0 })
  })
})
