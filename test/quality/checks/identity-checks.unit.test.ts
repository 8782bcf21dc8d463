import fc from 'fast-check'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { RecentOrder } from '../../../events/quality/facts.ts'
import { recipient } from '../../../functions/quality/checks/address/recipient.ts'
import { paymentIdentity } from '../../../functions/quality/checks/identity/payment-identity.ts'
import { probableDuplicate } from '../../../functions/quality/checks/risk/probable-duplicate.ts'
import { anAddress, anOrder, later } from '../../support/orders.ts'
import { verdict } from './verdict.ts'

/** An order of the same person, goods and address as `anOrder`, five minutes earlier. */
const before = (changes: Partial<RecentOrder> = {}): RecentOrder => ({
  id: 'ord_first',
  externalId: 'V-first',
  document: '11144477735',
  phone: '(11) 91234-5678',
  cep: '04567010',
  number: '210',
  skus: { 'VELA-01': 3, 'PRATO-7': 1 },
  total: 12_000,
  placedAt: later(-5),
  ...changes,
})

describe('check 2, probable duplicate', () => {
  const duplicate = [`id: order V-first (ord_first) of ${later(-5)}`]
  const outcome = (other: RecentOrder, thresholds = {}) =>
    verdict(probableDuplicate, anOrder(), { recentOrders: [other] }, thresholds)

  it.each<[what: string, changes: Partial<RecentOrder>]>([
    ['an equal order', {}],
    ['another document, the same telephone', { document: '52998224725' }],
    ['no document, the same telephone', { document: undefined }],
    ['another telephone, the same document', { phone: '+55 11 95555-5555' }],
    ['a total 1 % higher', { total: 12_120 }],
    ['a total 1 % lower', { total: 11_880 }],
    ['a house number in another notation', { number: ' 2.10 ' }],
    ['one minute less than a day before', { placedAt: later(-24 * 60 + 1) }],
  ])('finds %s', (_, changes) => {
    expect(outcome(before(changes))).toHaveLength(1)
  })

  it('names the order that it duplicates', () => {
    expect(outcome(before())).toEqual(duplicate)
  })

  it.each<[what: string, changes: Partial<RecentOrder>]>([
    ['another person', { document: '52998224725', phone: '+5511955555555' }],
    ['no person', { document: undefined, phone: undefined }],
    ['another CEP', { cep: '04567-011' }],
    ['another house', { number: '211' }],
    ['no house number', { number: undefined }],
    ['one piece more', { skus: { 'VELA-01': 4, 'PRATO-7': 1 } }],
    ['one SKU less', { skus: { 'VELA-01': 3 } }],
    ['one SKU more', { skus: { 'VELA-01': 3, 'PRATO-7': 1, 'COPO-2': 1 } }],
    ['a total over 1 % higher', { total: 12_121 }],
    ['a total over 1 % lower', { total: 11_879 }],
    ['a day before', { placedAt: later(-24 * 60) }],
    ['the later of the two', { placedAt: later(5) }],
  ])('ignores %s', (_, changes) => {
    expect(outcome(before(changes))).toBe('passed')
  })

  it('uses the window and tolerance of the store', () => {
    expect(outcome(before({ placedAt: later(-61) }), { windowHours: 1 })).toBe('passed')
    expect(outcome(before({ total: 13_000 }), { totalToleranceBasisPoints: 1000 })).toHaveLength(1)
  })

  it('fails only one of two orders of the same instant', () => {
    const [one, other] = [
      { ...anOrder(), id: 'ord_a' },
      { ...anOrder(), id: 'ord_b' },
    ]
    const recentOf = ({ id, externalId, placedAt }: OrderSnapshot) => before({ id, externalId, placedAt })
    expect(verdict(probableDuplicate, one, { recentOrders: [recentOf(other)] })).toBe('passed')
    expect(verdict(probableDuplicate, other, { recentOrders: [recentOf(one)] })).toHaveLength(1)
  })

  it('counts pieces, however they are spread over lines', () => {
    const pieces = fc.array(
      fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(pieces, (all) => {
        const skus: Record<string, number> = {}
        for (const { sku, quantity } of all) skus[sku] = (skus[sku] ?? 0) + quantity
        const lines = all.map((piece) => ({ ...piece, title: 'x', unitPrice: 1, discount: 0 }))
        const facts = { recentOrders: [before({ skus })] }
        expect(verdict(probableDuplicate, anOrder({ lines }), facts)).toHaveLength(1)
        const [, ...fewer] = lines
        fc.pre(fewer.length > 0)
        expect(verdict(probableDuplicate, anOrder({ lines: fewer }), facts)).toBe('passed')
      }),
    )
  })

  it('is not evaluated without recent orders', () => {
    expect(verdict(probableDuplicate, anOrder())).toBe('missing recentOrders')
    expect(verdict(probableDuplicate, anOrder(), { recentOrders: [] })).toBe('passed')
  })
})

describe('check 5, recipient', () => {
  const issuer = { document: '11.222.333/0001-81', uf: 'SP' }
  const of = (document: string): OrderSnapshot => ({
    ...anOrder(),
    customer: { ...anOrder().customer, document },
  })

  it.each([
    ['111.444.777-35', 'passed'],
    ['11222333000262', 'passed'],
    ['11222333000181', ['customer.document: 11222333000181']],
    ['', ['customer.document: nothing']],
    ['./-', ['customer.document: nothing']],
  ])('for %s returns %j', (document, outcome) => {
    expect(verdict(recipient, of(document), { issuer })).toEqual(outcome)
  })

  it('reports a missing document without the issuer’s facts, and needs the issuer otherwise', () => {
    const { document: _, ...customer } = anOrder().customer
    expect(verdict(recipient, { ...anOrder(), customer })).toEqual(['customer.document: nothing'])
    expect(verdict(recipient, anOrder())).toBe('missing issuer')
  })
})

describe('check 11, payment identity', () => {
  const approved = { status: 'approved', approvedAmount: 12_000, refundedAmount: 0 } as const
  const authorisation = {
    payerDocument: '11144477735',
    total: 12_000,
    endsAt: '2026-11-26T21:00:00.000Z',
  }

  it.each<[what: string, changes: Partial<typeof authorisation>, outcome: string | string[]]>([
    ['of the customer, over the total, until it is due', {}, 'passed'],
    [
      'of another payer',
      { payerDocument: '529.982.247-25' },
      ['authorisation.payerDocument: 529.982.247-25'],
    ],
    ['of less', { total: 11_999 }, ['totals.total: BRL 12000']],
    ['of more', { total: 12_001 }, ['totals.total: BRL 12000']],
    [
      'that ends before it is due',
      { endsAt: '2026-11-26T20:59:59.999Z' },
      ['authorisation.endsAt: 2026-11-26T20:59:59.999Z'],
    ],
  ])('evaluates an authorisation %s', (_, changes, outcome) => {
    const facts = { authorisation: { ...authorisation, ...changes } }
    expect(verdict(paymentIdentity, anOrder({ payment: approved }), facts)).toEqual(outcome)
  })

  it('requires an authorisation until now when the order is overdue or has no deadline', () => {
    const { dispatchBy: _, ...undated } = anOrder()
    const overdue = anOrder({ dispatchBy: later(-60) })
    for (const order of [undated, overdue]) {
      const until = (endsAt: string) =>
        verdict(paymentIdentity, order, { authorisation: { ...authorisation, endsAt } })
      expect(until(later(1))).toBe('passed')
      expect(until(later(-1))).toEqual([`authorisation.endsAt: ${later(-1)}`])
    }
  })

  it('compares the payer in the order without an authorisation', () => {
    const paidBy = (payerDocument: string) =>
      verdict(paymentIdentity, anOrder({ payment: { ...approved, payerDocument } }))
    expect(paidBy('529.982.247-25')).toEqual(['payment.payerDocument: 529.982.247-25'])
    expect(paidBy('111.444.777-35')).toBe('missing authorisation')
    expect(verdict(paymentIdentity, anOrder())).toBe('not-applicable')
  })

  it('treats establishments of one company as one payer, and compares nothing without a document', () => {
    const of = (document: string): OrderSnapshot => ({
      ...anOrder({ shippingAddress: anAddress() }),
      customer: { name: 'Loja', document },
    })
    const facts = { authorisation: { ...authorisation, payerDocument: '11.222.333/0002-62' } }
    expect(verdict(paymentIdentity, of('11222333000181'), facts)).toBe('passed')
    expect(verdict(paymentIdentity, of('12ABC34501DE35'), facts)).toHaveLength(1)
    expect(verdict(paymentIdentity, of(''), facts)).toBe('passed')
  })
})
