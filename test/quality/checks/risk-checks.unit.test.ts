import fc from 'fast-check'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts, OpenDefect, RecentOrder } from '../../../events/quality/facts.ts'
import { fraud } from '../../../functions/quality/checks/risk/fraud.ts'
import { openProblem } from '../../../functions/quality/checks/risk/open-problem.ts'
import { anAddress, anOrder, later } from '../../support/orders.ts'
import { verdict } from './verdict.ts'

const recent = (n: number, changes: Partial<RecentOrder> = {}): RecentOrder => ({
  id: `ord_${n}`,
  externalId: `R-${n}`,
  document: '11144477735',
  phone: '+5511912345678',
  cep: '04567-010',
  number: '210',
  skus: {},
  total: 100,
  placedAt: later(-n),
  ...changes,
})

describe('check 26, fraud', () => {
  const outcome = (facts: Facts, order = anOrder(), thresholds = {}) =>
    verdict(fraud, order, { recentOrders: [], ...facts }, thresholds)
  const elsewhere = { document: '52998224725', cep: '20040-002', number: '9' }

  it.each<[what: string, facts: Facts, outcome: string | string[]]>([
    ['no other order', {}, 'passed'],
    ['one other order', { recentOrders: [recent(1)] }, 'passed'],
    [
      'two others by the document, elsewhere',
      { recentOrders: [recent(1, { number: '1' }), recent(2, { number: '2' })] },
      ['customer.document: 3'],
    ],
    [
      'two others to the door, by others',
      { recentOrders: [recent(1, { document: undefined }), recent(2, { document: '52998224725' })] },
      ['shippingAddress: 3'],
    ],
    [
      'two orders with nothing in common',
      { recentOrders: [recent(1, elsewhere), recent(2, elsewhere)] },
      'passed',
    ],
    ['two, one of them a day ago', { recentOrders: [recent(1), recent(24 * 60)] }, 'passed'],
    [
      'three from one device',
      { buyer: { firstPurchase: false, deviceOrdersInDay: 3 } },
      ['buyer.deviceOrdersInDay: 3'],
    ],
    ['two from one device', { buyer: { firstPurchase: false, deviceOrdersInDay: 2 } }, 'passed'],
  ])('evaluates %s', (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected)
  })

  it('uses the store’s maximum, and counts no order twice', () => {
    const order = anOrder()
    const others = Array.from({ length: 4 }, (_, n) => recent(n))
    expect(outcome({ recentOrders: others }, order, { ordersInDay: 5 })).toHaveLength(2)
    expect(outcome({ recentOrders: others }, order, { ordersInDay: 6 })).toBe('passed')
    const itself = recent(0, { id: order.id })
    expect(outcome({ recentOrders: [itself, recent(1)] }, order)).toBe('passed')
  })

  it.each([
    ['52998224725', []],
    ['111.444.777-35', ['customer.document: a person on the deny list']],
    ['JOANA.PRADO@example.com ', ['customer.email: a person on the deny list']],
    [
      '(11) 91234-5678',
      ['customer.phone: a person on the deny list', 'shippingAddress.phone: a person on the deny list'],
    ],
    ['other@example.com', []],
    ['-', []],
  ])('denies %s', (entry, expected) => {
    expect(outcome({ denied: ['someone@example.com', entry] })).toEqual(
      expected.length > 0 ? expected : 'passed',
    )
  })

  it('denies nothing for missing fields', () => {
    const order: OrderSnapshot = { ...anOrder({ shippingAddress: {} }), customer: { name: 'Joana' } }
    expect(outcome({ denied: ['a@example.com', '11144477735', '+5511912345678', '--'] }, order)).toBe(
      'passed',
    )
  })

  it('denies a payer who is not the customer', () => {
    const payment = {
      status: 'pending',
      approvedAmount: 0,
      refundedAmount: 0,
      payerDocument: '52998224725',
    } as const
    expect(outcome({ denied: ['529.982.247-25'] }, anOrder({ payment }))).toEqual([
      'payment.payerDocument: a person on the deny list',
    ])
  })

  it('holds a first purchase of unusual value that is billed in another state', () => {
    const order = (uf: string) => anOrder({ billingAddress: anAddress({ uf }) })
    const first = { buyer: { firstPurchase: true }, valueP95: 11_999 }
    expect(outcome(first, order('RJ'))).toEqual(['totals.total: BRL 12000'])
    expect(outcome(first, order(' sp '))).toBe('passed')
    expect(outcome(first)).toBe('passed')
    expect(outcome({ ...first, valueP95: 12_000 }, order('RJ'))).toBe('passed')
    expect(outcome({ ...first, buyer: { firstPurchase: false } }, order('RJ'))).toBe('passed')
    expect(outcome({}, order('RJ'))).toBe('missing buyer, valueP95')
  })

  it('counts each order of the day once, for any number of orders', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 12 }), (minutes) => {
        const recentOrders = minutes.map((ago, n) => recent(n, { number: `${n}`, placedAt: later(-ago) }))
        const count = 1 + minutes.filter((ago) => ago < 24 * 60).length
        expect(outcome({ recentOrders })).toEqual(count >= 3 ? [`customer.document: ${count}`] : 'passed')
      }),
    )
  })

  it('is not evaluated without recent orders', () => {
    expect(verdict(fraud, anOrder())).toBe('missing recentOrders')
  })
})

describe('check 27, open problems', () => {
  const order = anOrder({
    lines: [
      { sku: 'A', title: 'A', quantity: 1, unitPrice: 1, discount: 0, lot: 'L1', supplier: 'Olaria' },
      { sku: 'B', title: 'B', quantity: 1, unitPrice: 1, discount: 0 },
    ],
  })
  const noProblems: Facts = { openComplaints: 0, openDefects: [] }
  const outcome = (facts: Facts) => verdict(openProblem, order, { ...noProblems, ...facts })
  const defect = (subject: OpenDefect['subject'], value: string): Facts => ({
    openDefects: [{ id: 'def_1', subject, value }],
  })

  it.each<[what: string, facts: Facts, outcome: string | string[]]>([
    ['nothing', {}, 'passed'],
    ['a complaint', { openComplaints: 1 }, ['openComplaints: 1']],
    ['a defect of its SKU', defect('sku', 'B'), ['lines[1].sku: B, defect def_1']],
    ['a defect of its lot', defect('lot', 'L1'), ['lines[0].lot: L1, defect def_1']],
    ['a defect of its supplier', defect('supplier', 'Olaria'), ['lines[0].supplier: Olaria, defect def_1']],
    ['a defect of another SKU', defect('sku', 'C'), 'passed'],
    ['a defect of a lot named as its SKU', defect('lot', 'A'), 'passed'],
    ['a defect of a supplier named as its SKU', defect('supplier', 'B'), 'passed'],
  ])('evaluates %s', (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected)
  })

  it('compares the lots reserved for the order', () => {
    const reservation = { status: 'held', lots: [{ lot: 'L9', state: 'good' }] } as const
    const facts = { ...defect('lot', 'L9'), reservation: { ...reservation, lots: [...reservation.lots] } }
    expect(outcome(facts)).toEqual(['reservation.lots: L9, defect def_1'])
  })

  it('is not evaluated with missing facts, unless something has failed already', () => {
    expect(verdict(openProblem, order)).toBe('missing openComplaints, openDefects')
    expect(verdict(openProblem, order, { openDefects: [] })).toBe('missing openComplaints')
    expect(verdict(openProblem, order, defect('sku', 'A'))).toHaveLength(1)
  })
})
