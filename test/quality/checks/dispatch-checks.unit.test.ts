import fc from 'fast-check'
import type { Line, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts, OrderFacts } from '../../../events/quality/facts.ts'
import { carrierLimits } from '../../../functions/quality/checks/dispatch/carrier-limits.ts'
import { dispatchDeadline } from '../../../functions/quality/checks/dispatch/dispatch-deadline.ts'
import { lastLook } from '../../../functions/quality/checks/dispatch/last-look.ts'
import { packScan } from '../../../functions/quality/checks/dispatch/pack-scan.ts'
import { weightMismatch } from '../../../functions/quality/checks/dispatch/weight-mismatch.ts'
import { freight } from '../../../functions/quality/checks/money/freight.ts'
import { anOrder, anOrderThatIs, later } from '../../support/orders.ts'
import { verdict } from './verdict.ts'

const day = 24 * 60

describe('check 18, dispatch deadline', () => {
  // 12:00 UTC is 09:00 in São Paulo, on a Tuesday; working hours are 08:00 to 18:00.
  const due = (minutes: number) => anOrder({ dispatchBy: later(minutes) })
  const takes = (handlingP90Minutes: number, more: Facts = {}): Facts => ({ handlingP90Minutes, ...more })
  const tooLate = (by: number, leaves: number) => [`${later(by)}|${later(leaves)} at the earliest`]
  const outcome = (order: OrderSnapshot, facts: Facts) => {
    const expected = verdict(dispatchDeadline, order, facts)
    return typeof expected === 'string'
      ? expected
      : expected.map((one) => one.replace('dispatchBy: ', `${order.dispatchBy}|`))
  }

  it.each<[what: string, order: OrderSnapshot, facts: Facts, expected: string | string[]]>([
    ['passes an hour of work with two hours left', due(120), takes(60), 'passed'],
    ['passes two hours of work with exactly two hours left', due(120), takes(120), 'passed'],
    ['fails two hours of work with a minute less left', due(119), takes(120), tooLate(119, 120)],
    ['fails ten hours of work by tonight', due(9 * 60), takes(600), tooLate(9 * 60, day)],
    ['passes ten hours of work by tomorrow', due(day), takes(600), 'passed'],
    ['fails a deadline in the past', due(-1), takes(0), tooLate(-1, 0)],
    ['fails an hour of work after the cut-off', due(120), takes(60, { cutOff: '08:30' }), tooLate(120, day)],
    ['passes an hour of work by Friday night, from Tuesday', due(3 * day + 9 * 60), takes(60), 'passed'],
    ['is not applicable without a deadline', omitDeadlines(anOrder()), takes(60), 'not-applicable'],
    ['is not evaluated without the handling time', due(120), {}, 'missing handlingP90Minutes'],
  ])('%s', (_, order, facts, expected) => {
    expect(outcome(order, facts)).toEqual(expected)
  })

  it('counts from when the order was paid and passed, not from the time of the run', () => {
    const paid = { status: 'approved', approvedAmount: 12_000, refundedAmount: 0 } as const
    const order = (changes: Partial<OrderSnapshot>): OrderSnapshot => ({
      ...due(60),
      payment: { ...paid, approvedAt: later(-120) },
      pass: { contentVersion: 1, contentHash: 'any', at: later(-60) },
      ...(changes as object),
    })
    expect(outcome(order({}), takes(120))).toBe('passed')
    expect(outcome(order({ payment: { ...paid, approvedAt: later(-30) } }), takes(120))).toHaveLength(1)
    expect(outcome(order({ payment: { ...paid, status: 'pending' } }), takes(120))).toHaveLength(1)
    expect(outcome(order({ contentVersion: 2 }), takes(120))).toHaveLength(1)
  })

  it('counts no handling time for a packed order, only its collection', () => {
    const packed: OrderSnapshot = { ...anOrderThatIs('packed'), dispatchBy: later(1) }
    expect(outcome(packed, takes(600))).toBe('passed')
    expect(outcome(packed, takes(600, { cutOff: '08:30' }))).toHaveLength(1)
  })

  it('compares the delivery deadline of a dispatched order, and nothing of a delivered one', () => {
    const sent: OrderSnapshot = { ...anOrderThatIs('dispatched'), dispatchBy: later(-day) }
    expect(outcome({ ...sent, deliverBy: later(1) }, takes(600))).toBe('passed')
    expect(verdict(dispatchDeadline, { ...sent, deliverBy: later(-1) }, takes(600))).toEqual([
      `deliverBy: ${later(0)} at the earliest`,
    ])
    for (const status of ['delivered', 'returned', 'cancelled'] as const)
      expect(outcome({ ...anOrderThatIs(status), dispatchBy: later(-1) }, takes(600))).toBe('not-applicable')
  })

  it('fails an order that is dispatched after its delivery deadline', () => {
    const { dispatchBy: _, ...order } = anOrder({ deliverBy: later(60) })
    expect(verdict(dispatchDeadline, order, takes(61))).toEqual([`deliverBy: ${later(61)} at the earliest`])
  })

  it('never passes an order with more handling time where it fails one with less', () => {
    const minutes = fc.integer({ min: 0, max: 5000 })
    fc.assert(
      fc.property(minutes, minutes, minutes, (by, one, more) => {
        fc.pre(outcome(due(by), takes(one + more)) === 'passed')
        expect(outcome(due(by), takes(one))).toBe('passed')
      }),
    )
  })
})

function omitDeadlines({ dispatchBy: _, deliverBy: __, ...order }: OrderSnapshot): OrderSnapshot {
  return order
}

const correios = { name: 'PAC', maxWeightGrams: 30_000, maxSideMm: 1000, maxSumMm: 2000, cubicDivisor: 6000 }
const line = (changes: Partial<Line> = {}): Line => ({
  sku: 'A',
  title: 'A',
  quantity: 1,
  unitPrice: 1000,
  discount: 0,
  weightGrams: 1000,
  dimensionsMm: { length: 300, width: 200, height: 100 },
  ...changes,
})
const box = (length: number, width: number, height: number) => ({ dimensionsMm: { length, width, height } })

describe('check 19, carrier limits', () => {
  const outcome = (lines: Line[], facts: Facts = {}, thresholds = {}) =>
    verdict(carrierLimits, anOrder({ lines }), { carriers: [correios], ...facts }, thresholds)

  it.each<[what: string, changes: Partial<Line>]>([
    ['a small box', {}],
    ['the maximum weight', { weightGrams: 30_000 }],
    ['the maximum side', box(1000, 100, 100)],
    ['the maximum sum of sides', box(1000, 900, 100)],
    ['the maximum cubic weight', box(600, 600, 500)],
  ])('passes %s', (_, changes) => {
    expect(outcome([line(changes)])).toBe('passed')
  })

  it.each<[what: string, changes: Partial<Line>, expected: string[]]>([
    [
      'what is too heavy',
      { weightGrams: 30_001 },
      ['lines[0].weightGrams: 30001 g, A', 'lines: 30001 g, the real weight'],
    ],
    ['a side over the maximum', box(100, 1001, 100), ['lines[0].dimensionsMm: 1001 mm, A']],
    ['a sum of sides over the maximum', box(901, 900, 200), ['lines[0].dimensionsMm: 2001 mm, A']],
    ['a cubic weight over the maximum', box(600, 600, 501), ['lines: 30060 g, the cubic weight']],
    ['a total weight over the maximum', { quantity: 31 }, ['lines: 31000 g, the real weight']],
  ])('fails %s', (_, changes, expected) => {
    expect(outcome([line(changes)])).toEqual(expected)
  })

  it('sums all lines', () => {
    expect(outcome([line({ quantity: 15 }), line({ quantity: 15 })])).toBe('passed')
    expect(outcome([line({ quantity: 15 }), line({ quantity: 16 })])).toHaveLength(1)
  })

  it.each<[what: string, changes: Partial<Line>, expected: string[]]>([
    ['no weight', { weightGrams: 0 }, ['lines[0].weightGrams: none']],
    ['a side of zero', box(300, 0, 100), ['lines[0].dimensionsMm: not all']],
  ])('reports %s', (_, changes, expected) => {
    expect(outcome([line(changes)])).toEqual(expected)
  })

  it('reports missing weight and dimensions, and prefers the SKU’s facts to the order', () => {
    const bare = [{ sku: 'A', title: 'A', quantity: 1, unitPrice: 1, discount: 0 }]
    expect(outcome(bare)).toEqual(['lines[0].weightGrams: none', 'lines[0].dimensionsMm: not all'])
    const record = { weightGrams: 500, dimensionsMm: { length: 10, width: 10, height: 10 } }
    expect(outcome(bare, { skus: { A: record } })).toBe('passed')
    expect(outcome([line()], { skus: { A: { ...record, weightGrams: 40_000 } } })).toHaveLength(2)
  })

  it('compares the chosen carrier, else any carrier', () => {
    const van = { ...correios, name: 'Van', maxWeightGrams: 90_000 }
    const heavy = [line({ quantity: 40 })]
    expect(outcome(heavy, { carriers: [correios, van] })).toBe('passed')
    expect(outcome(heavy, { carriers: [correios, van], carrier: 'van ' })).toBe('passed')
    expect(outcome(heavy, { carriers: [correios, van], carrier: 'PAC' })).toHaveLength(1)
    expect(outcome(heavy, { carriers: [correios, van], carrier: 'Foguete' })).toEqual(['carrier: Foguete'])
    expect(outcome(heavy, { carriers: [] })).toEqual(['carrier: none'])
  })

  it('splits an order into parcels and ignores cubic weight, if the store expected so', () => {
    expect(outcome([line({ quantity: 60 })], {}, { parcels: 2 })).toBe('passed')
    expect(outcome([line({ quantity: 61 })], {}, { parcels: 2 })).toHaveLength(1)
    expect(outcome([line(box(600, 600, 600))], {}, { countCubicWeight: false })).toBe('passed')
  })

  it('is not evaluated without a carrier table', () => {
    expect(verdict(carrierLimits, anOrder({ lines: [line()] }))).toBe('missing carriers')
  })

  it('does not depend on the order of the sides', () => {
    const side = fc.integer({ min: 1, max: 1200 })
    fc.assert(
      fc.property(side, side, side, (a, b, c) => {
        expect(outcome([line(box(a, b, c))])).toEqual(outcome([line(box(c, a, b))]))
      }),
    )
  })
})

describe('check 20, weight', () => {
  const weighed = (measuredGrams: number, packagingGrams = 0): Facts => ({
    scale: { measuredGrams, packagingGrams },
  })
  const outcome = (quantity: number, facts: Facts, thresholds = {}) =>
    verdict(weightMismatch, anOrder({ lines: [line({ quantity })] }), facts, thresholds)

  it.each<[what: string, quantity: number, facts: Facts, expected: string | string[]]>([
    ['the expected weight', 2, weighed(2150, 150), 'passed'],
    ['10 % more', 2, weighed(2200), 'passed'],
    ['over 10 % more', 2, weighed(2201), ['scale.measuredGrams: 2201 g']],
    ['10 % less', 2, weighed(1800), 'passed'],
    ['over 10 % less: a piece is missing', 2, weighed(1000), ['scale.measuredGrams: 1000 g']],
    ['the weight without packaging', 2, weighed(2000, 300), ['scale.measuredGrams: 2000 g']],
  ])('%s', (_, quantity, facts, expected) => {
    expect(outcome(quantity, facts)).toEqual(expected)
  })

  it('tolerates 100 g for a light parcel, and the tolerance of the store', () => {
    const light = (facts: Facts, thresholds = {}) =>
      verdict(weightMismatch, anOrder({ lines: [line({ weightGrams: 200 })] }), facts, thresholds)
    expect(light(weighed(300))).toBe('passed')
    expect(light(weighed(301))).toHaveLength(1)
    expect(light(weighed(221), { toleranceGrams: 20 })).toHaveLength(1)
    expect(light(weighed(301), { toleranceBasisPoints: 6000 })).toBe('passed')
  })

  it('uses the SKU’s facts, and reports SKUs without weight', () => {
    expect(outcome(1, { ...weighed(3000), skus: { A: { weightGrams: 3000 } } })).toBe('passed')
    const order = anOrder({ lines: [line(), line({ sku: 'B', weightGrams: 0 })] })
    expect(verdict(weightMismatch, order, weighed(1))).toBe('missing skus.B.weightGrams')
    expect(verdict(weightMismatch, order)).toBe('missing scale')
  })

  it('passes exactly the weights within the tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -4000, max: 4000 }), (quantity, off) => {
        const sum = quantity * 1000
        fc.pre(sum + off >= 0)
        const isFar = Math.abs(off) > Math.max(100, sum / 10)
        expect(outcome(quantity, weighed(sum + off)) === 'passed').toBe(!isFar)
      }),
    )
  })
})

describe('check 21, freight', () => {
  const quoted = (changes: Partial<NonNullable<OrderFacts['freightQuote']>> = {}): Facts => ({
    freightQuote: { service: 'PAC', servesCep: true, price: 1800, restrictedGoods: [], ...changes },
  })
  const charged = (cents: number) => anOrder({ totals: { discount: 0, freight: cents, fees: 0, total: 1 } })
  const outcome = (order: OrderSnapshot, facts: Facts, thresholds = {}) =>
    verdict(freight, order, facts, thresholds)

  it.each<[what: string, order: OrderSnapshot, facts: Facts, expected: string | string[]]>([
    ['the charged freight', anOrder(), quoted(), 'passed'],
    ['less than charged', anOrder(), quoted({ price: 1 }), 'passed'],
    ['R$ 2.00 more', charged(1000), quoted({ price: 1200 }), 'passed'],
    ['over R$ 2.00 more', charged(1000), quoted({ price: 1201 }), ['totals.freight: BRL 1000']],
    ['10 % more', charged(10_000), quoted({ price: 11_000 }), 'passed'],
    ['over 10 % more', charged(10_000), quoted({ price: 11_001 }), ['totals.freight: BRL 10000']],
    ['free freight', charged(0), quoted({ price: 9000 }), 'passed'],
    ['a CEP not served', anOrder(), quoted({ servesCep: false }), ['shippingAddress.cep: 04567-010']],
    ['restricted goods', anOrder(), quoted({ restrictedGoods: ['PRATO-7'] }), ['lines[1].sku: PRATO-7']],
    ['restricted goods of another order', anOrder(), quoted({ restrictedGoods: ['X'] }), 'passed'],
    ['no quote', anOrder(), {}, 'missing freightQuote'],
  ])('%s', (_, order, facts, expected) => {
    expect(outcome(order, facts)).toEqual(expected)
  })

  it('tolerates the store’s tolerance, and compares free freight if configured', () => {
    expect(outcome(charged(1000), quoted({ price: 1201 }), { toleranceCents: 300 })).toBe('passed')
    expect(outcome(charged(10_000), quoted({ price: 10_500 }), { toleranceBasisPoints: 100 })).toHaveLength(1)
    expect(outcome(charged(0), quoted({ price: 9000 }), { compareFreeFreight: true })).toHaveLength(1)
  })
})

describe('check 28, last look', () => {
  const read = (changes: Partial<NonNullable<OrderFacts['channelOrder']>> = {}): Facts => ({
    channelOrder: { status: 'open', total: 12_000, readAt: later(-10), ...changes },
  })

  it.each<[what: string, facts: Facts, expected: string | string[]]>([
    ['an open, equal order', read(), 'passed'],
    ['a cancelled order', read({ status: 'cancelled' }), ['channelOrder.status: cancelled']],
    ['a changed order', read({ status: 'changed' }), ['channelOrder.status: changed']],
    ['another total', read({ total: 12_001 }), ['totals.total: BRL 12000']],
    ['a reading of an hour ago', read({ readAt: later(-60) }), 'passed'],
    ['an older reading', read({ readAt: later(-61) }), 'missing channelOrder of the last 60 minutes'],
    [
      'cancelled long ago',
      read({ status: 'cancelled', readAt: later(-61) }),
      ['channelOrder.status: cancelled'],
    ],
    ['no reading', {}, 'missing channelOrder'],
  ])('%s', (_, facts, expected) => {
    expect(verdict(lastLook, anOrder(), facts)).toEqual(expected)
  })

  it('accepts a reading for as long as the store configures', () => {
    expect(verdict(lastLook, anOrder(), read(), { freshMinutes: 9 })).toMatch(/^missing/)
  })
})

describe('check 29, pack scan', () => {
  const order = anOrder()
  const all = [
    { sku: 'PRATO-7', quantity: 1 },
    { sku: 'VELA-01', quantity: 3 },
  ]
  const scanned = (changes: Partial<NonNullable<OrderFacts['packScan']>> = {}): Facts => ({
    packScan: { items: all, labelOrder: order.id, invoiceOrder: order.externalId, ...changes },
  })

  it.each<[what: string, facts: Facts, expected: string | string[]]>([
    ['all items', scanned(), 'passed'],
    ['all items and tracking', scanned({ trackingOrder: order.id }), 'passed'],
    [
      'all of it, piece by piece',
      scanned({
        items: [...all.slice(0, 1), { sku: 'VELA-01', quantity: 2 }, { sku: 'VELA-01', quantity: 1 }],
      }),
      'passed',
    ],
    [
      'a piece too few',
      scanned({ items: [all[0]!, { sku: 'VELA-01', quantity: 2 }] }),
      ['packScan.items: 2'],
    ],
    [
      'a piece too many',
      scanned({ items: [...all, { sku: 'PRATO-7', quantity: 1 }] }),
      ['packScan.items: 2'],
    ],
    ['a SKU missing', scanned({ items: [all[0]!] }), ['packScan.items: 0']],
    [
      'a SKU not ordered',
      scanned({ items: [...all, { sku: 'COPO-2', quantity: 1 }] }),
      ['packScan.items: 1'],
    ],
    ['another order’s label', scanned({ labelOrder: 'V-other' }), ['packScan.labelOrder: V-other']],
    ['another order’s invoice', scanned({ invoiceOrder: 'V-other' }), ['packScan.invoiceOrder: V-other']],
    ['another order’s tracking', scanned({ trackingOrder: 'V-other' }), ['packScan.trackingOrder: V-other']],
    ['nothing scanned', {}, 'missing packScan'],
  ])('%s', (_, facts, expected) => {
    expect(verdict(packScan, order, facts)).toEqual(expected)
  })

  it('fails any other multiset of items, in any scan order', () => {
    const pieces = all.flatMap(({ sku, quantity }) => Array.from({ length: quantity }, () => sku))
    const some = fc.array(fc.constantFrom('PRATO-7', 'VELA-01', 'COPO-2'), { maxLength: 6 })
    fc.assert(
      fc.property(fc.oneof(some, fc.shuffledSubarray(pieces, { minLength: 4 })), (scan) => {
        const items = scan.map((sku) => ({ sku, quantity: 1 }))
        const isSame = scan.toSorted().join() === pieces.toSorted().join()
        expect(verdict(packScan, order, scanned({ items })) === 'passed').toBe(isSame)
      }),
    )
  })
})
