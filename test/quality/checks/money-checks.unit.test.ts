import fc from 'fast-check'
import type { Line, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../events/quality/facts.ts'
import { channelFees } from '../../../functions/quality/checks/money/channel-fees.ts'
import { price } from '../../../functions/quality/checks/money/price.ts'
import { anOrder } from '../../support/orders.ts'
import { verdict } from './verdict.ts'

const aLine = (changes: Partial<Line> = {}): Line => ({
  sku: 'A',
  title: 'A',
  quantity: 2,
  unitPrice: 1000,
  discount: 0,
  ...changes,
})

/** An order of these lines, less a discount on the order. */
const ofLines = (lines: Line[], discount = 0): OrderSnapshot => ({
  ...anOrder({ lines }),
  totals: { discount, freight: 0, fees: 0, total: 0 },
})

describe('check 13, price', () => {
  const vela: SkuFacts = { price: 1000, cost: 600 }
  const outcome = (line: Partial<Line>, facts: SkuFacts = vela, thresholds = {}, discount = 0) =>
    verdict(price, ofLines([aLine(line)], discount), { skus: { A: facts } }, thresholds)

  it.each<[what: string, line: Partial<Line>, facts: SkuFacts, outcome: string | string[]]>([
    ['the valid price', {}, vela, 'passed'],
    ['a cent more', { unitPrice: 1001 }, vela, ['lines[0].unitPrice: 1001']],
    ['a cent less', { unitPrice: 999 }, vela, ['lines[0].unitPrice: 999']],
    ['a discount down to the cost', { discount: 800 }, vela, 'passed'],
    ['a discount below the cost', { discount: 801 }, vela, ['lines[0]: 1199 after discounts']],
    ['a discount down to the margin', { discount: 500 }, { ...vela, leastMargin: 2000 }, 'passed'],
    [
      'a discount below it',
      { discount: 501 },
      { ...vela, leastMargin: 2000 },
      ['lines[0]: 1499 after discounts'],
    ],
    ['a loss that is allowed', { discount: 1000 }, { ...vela, leastMargin: -2000 }, 'passed'],
    ['a price of zero', { unitPrice: 0 }, vela, ['lines[0].unitPrice: 0', 'lines[0]: 0 after discounts']],
    ['a gift, whose price is zero', { unitPrice: 0 }, { price: 0, cost: 600 }, 'passed'],
    ['no cost', {}, { price: 1000 }, 'missing skus.A.cost'],
    ['no price', {}, { cost: 600 }, 'missing skus.A.price'],
    ['no price, below the cost', { unitPrice: 500 }, { cost: 600 }, ['lines[0]: 1000 after discounts']],
  ])('evaluates a line with %s', (_, line, facts, expected) => {
    expect(outcome(line, facts)).toEqual(expected)
  })

  it('distributes the order’s discount over its lines', () => {
    const lines = [aLine(), aLine({ sku: 'B', quantity: 1, unitPrice: 3000 })]
    const skus = { A: vela, B: { price: 3000, cost: 1000 } }
    const less = (discount: number) => verdict(price, ofLines(lines, discount), { skus })
    expect(less(2000)).toBe('passed')
    expect(less(2005)).toEqual(['lines[0]: 1198 after discounts'])
  })

  it('uses tolerance and margin of the store, unless the SKU has its own margin', () => {
    expect(outcome({ unitPrice: 1010 }, vela, { toleranceBasisPoints: 100 })).toBe('passed')
    expect(outcome({ unitPrice: 1011 }, vela, { toleranceBasisPoints: 100 })).toHaveLength(1)
    expect(outcome({}, vela, { leastMarginBasisPoints: 4000 })).toBe('passed')
    expect(outcome({}, vela, { leastMarginBasisPoints: 4001 })).toHaveLength(1)
    expect(outcome({}, { ...vela, leastMargin: 4001 }, { leastMarginBasisPoints: 0 })).toHaveLength(1)
  })

  it('finds a price of zero without any facts, and names SKUs with missing facts', () => {
    expect(verdict(price, ofLines([aLine({ unitPrice: 0 })]))).toEqual(['lines[0].unitPrice: 0'])
    expect(verdict(price, ofLines([aLine()]))).toBe('missing skus')
    const two = ofLines([aLine(), aLine({ sku: 'constructor' })])
    expect(verdict(price, two, { skus: { A: vela } })).toBe(
      'missing skus.constructor.price, skus.constructor.cost',
    )
  })

  it('always passes the valid price without discount, and never a price below cost', () => {
    const money = fc.integer({ min: 1, max: 1_000_000 })
    const made = fc.record({
      cost: money,
      over: fc.nat({ max: 1_000_000 }),
      quantity: fc.integer({ min: 1, max: 999 }),
    })
    fc.assert(
      fc.property(made, ({ cost, over, quantity }) => {
        const unitPrice = cost + over
        const facts = { price: unitPrice, cost }
        expect(outcome({ quantity, unitPrice }, facts)).toBe('passed')
        expect(outcome({ quantity, unitPrice, discount: over * quantity }, facts)).toBe('passed')
        expect(outcome({ quantity, unitPrice, discount: over * quantity + 1 }, facts)).toHaveLength(1)
        expect(outcome({ quantity, unitPrice }, facts, {}, over * quantity)).toBe('passed')
        expect(outcome({ quantity, unitPrice }, facts, {}, over * quantity + 1)).toHaveLength(1)
      }),
    )
  })
})

describe('check 14, channel fees', () => {
  const fees = { commission: 1200, fixed: 600, freight: 200, reported: 2000 }
  const outcome = (changes: Partial<typeof fees & { payout: number }>, thresholds = {}) =>
    verdict(channelFees, anOrder(), { channelFees: { ...fees, ...changes } }, thresholds)

  it.each<[what: string, changes: Partial<typeof fees & { payout: number }>, outcome: string | string[]]>([
    ['the expected fees', {}, 'passed'],
    ['50 cents more', { reported: 2050 }, 'passed'],
    ['51 cents more', { reported: 2051 }, ['channelFees.reported: BRL 2051']],
    ['51 cents less', { reported: 1949 }, ['channelFees.reported: BRL 1949']],
    ['1 % more of a large sum', { commission: 99_200, reported: 101_000 }, 'passed'],
    ['over 1 % more of it', { commission: 99_200, reported: 101_001 }, ['channelFees.reported: BRL 101001']],
    [
      'fees where none are expected',
      { commission: 0, fixed: 0, freight: 0, reported: 51 },
      ['channelFees.reported: BRL 51'],
    ],
    ['the rest paid out', { payout: 10_000 }, 'passed'],
    ['50 cents less paid out', { payout: 9950 }, 'passed'],
    ['51 cents less paid out', { payout: 9949 }, ['channelFees.payout: BRL 9949']],
    ['more paid out', { payout: 12_000 }, ['channelFees.payout: BRL 12000']],
  ])('evaluates %s', (_, changes, expected) => {
    expect(outcome(changes)).toEqual(expected)
  })

  it('uses the tolerances of the store', () => {
    expect(outcome({ reported: 2001 }, { toleranceCents: 0, toleranceBasisPoints: 0 })).toHaveLength(1)
    expect(outcome({ reported: 2200 }, { toleranceBasisPoints: 1000 })).toBe('passed')
  })

  it('applies the larger tolerance, and is not evaluated without fees', () => {
    const made = fc.record({
      commission: fc.nat({ max: 1_000_000 }),
      off: fc.integer({ min: -20_000, max: 20_000 }),
    })
    fc.assert(
      fc.property(made, ({ commission, off }) => {
        const reported = commission + 800 + off
        fc.pre(reported >= 0)
        const allowed = Math.max(50, Math.floor((commission + 800) / 100))
        expect(outcome({ commission, reported }) === 'passed').toBe(Math.abs(off) <= allowed)
      }),
    )
    expect(verdict(channelFees, anOrder())).toBe('missing channelFees')
  })
})
