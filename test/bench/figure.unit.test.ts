import { atLeast, atMost, budgetResult, type Figure, median, percentile } from './figure.ts'
import { dollarsPerMillion } from './prices.ts'
import { tableOf } from './table.ts'

const figure = (value: number, bound?: Figure['bound']): Figure => ({
  name: 'size',
  value,
  unit: 'KB',
  ...(bound === undefined ? {} : { bound }),
})

describe('budgetResult', () => {
  it('compares a figure with its budget and aim, as upper or lower bounds', () => {
    const sizes = [9, 10, 11, 20, 21].map((value) => budgetResult(figure(value, atMost(20, 10))))
    expect(sizes).toEqual(['aim reached', 'aim reached', 'ok', 'ok', 'exceeded'])
    const rates = [0.3, 0.4, 0.6].map((value) => budgetResult(figure(value, atLeast(0.4, 0.6))))
    expect(rates).toEqual(['exceeded', 'ok', 'aim reached'])
  })

  it('reports NaN as exceeded', () => {
    expect(budgetResult(figure(Number.NaN, atMost(20)))).toBe('exceeded')
    expect(budgetResult(figure(Number.NaN, atLeast(0.4, 0.6)))).toBe('exceeded')
  })

  it('reports a figure without a budget', () => {
    expect(budgetResult(figure(1000))).toBe('no budget')
  })
})

describe('tableOf', () => {
  it('prints value, budget, aim and result of each figure, then the notes', () => {
    const table = tableOf([
      { ...figure(20.5, atMost(20, 10)), note: 'minified' },
      { name: 'orders', value: 100, unit: '1/s' },
    ])
    expect(table).toMatch(/size +20\.50 KB +<= 20 +<= 10 +EXCEEDED/)
    expect(table).toMatch(/orders +100 1\/s$/m)
    expect(table).toMatch(/^size: minified$/m)
  })
})

describe('median and percentile', () => {
  it('accept unsorted lists', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n)
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7])
  })

  it('reject an empty list', () => {
    expect(() => median([])).toThrow('at least one value')
    expect(() => percentile([], 0.5)).toThrow('at least one value')
  })
})

describe('dollarsPerMillion', () => {
  it('sums the cost of all parts', () => {
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
