import fc from 'fast-check'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts, OrderFacts } from '../../../events/quality/facts.ts'
import { intermediary } from '../../../functions/quality/checks/fiscal/intermediary.ts'
import { interstate } from '../../../functions/quality/checks/fiscal/interstate.ts'
import { invoiceCoherence } from '../../../functions/quality/checks/fiscal/invoice-coherence.ts'
import { itemFiscalData } from '../../../functions/quality/checks/fiscal/item-fiscal-data.ts'
import { anAddress, anOrder } from '../../support/orders.ts'
import { brazil } from './samples/brazil.ts'
import { verdict } from './verdict.ts'

type FiscalItem = NonNullable<OrderFacts['fiscalItems']>[number]

const item = (changes: Partial<FiscalItem> = {}): FiscalItem => ({
  sku: 'VELA-01',
  ncm: '34060000',
  taxSubstitution: false,
  cfop: '5102',
  csosn: '102',
  imported: false,
  ...changes,
})
const plate = item({ sku: 'PRATO-7', ncm: '69111010' })
const items = (changes: Partial<FiscalItem>): Facts => ({ fiscalItems: [item(changes), plate] })

describe('check 22, fiscal data of items', () => {
  const outcome = (changes: Partial<FiscalItem>) => verdict(itemFiscalData, anOrder(), items(changes))

  it.each<[what: string, changes: Partial<FiscalItem>]>([
    ['a plain sale', {}],
    ['tax substitution with a CEST', { taxSubstitution: true, cest: '2806300', cfop: '5405', csosn: '500' }],
    ['a CEST without tax substitution', { cest: '2806300' }],
    ['a GTIN-13', { gtin: '7896714219318' }],
    ['a GTIN-8', { gtin: '96385074' }],
    ['a GTIN-12', { gtin: '036000291452' }],
    ['a GTIN-14', { gtin: '17896714219315' }],
    ['no GTIN, outcome so', { gtin: 'SEM GTIN' }],
    ['a sale to another state', { cfop: '6108' }],
    ['a CFOP with its point', { cfop: '5.102' }],
    ['a gift', { cfop: '5910', csosn: '500', taxSubstitution: true, cest: '2806300' }],
    ['the CSOSN for other cases', { cfop: '5405', csosn: '900' }],
    ['tax substitution paid by us', { cfop: '5403', csosn: '202', cest: '2806300' }],
    [
      'goods with tax paid by the supplier, to another state',
      { cfop: '6404', csosn: '500', cest: '2806300' },
    ],
  ])('passes %s', (_, changes) => {
    expect(outcome(changes)).toBe('passed')
  })

  it('ignores the kind of CFOP in the normal regime, which has no CSOSN', () => {
    const { csosn: _, ...normal } = item({ cfop: '5405' })
    expect(verdict(itemFiscalData, anOrder(), { fiscalItems: [normal, plate] })).toBe('passed')
  })

  it.each<[what: string, changes: Partial<FiscalItem>, expected: string]>([
    ['an NCM of 7 digits (778)', { ncm: '3406000' }, 'ncm: 3406000'],
    ['an NCM with points (778)', { ncm: '3406.00.00' }, 'ncm: 3406.00.00'],
    ['tax substitution without a CEST (806)', { taxSubstitution: true }, 'cest: none'],
    ['CSOSN 500 without a CEST (806)', { cfop: '5405', csosn: '500' }, 'cest: none'],
    ['CSOSN 201 without a CEST (806)', { cfop: '5401', csosn: '201' }, 'cest: none'],
    ['a CEST of 6 digits', { cest: '280630' }, 'cest: 280630'],
    ['a GTIN with another check digit (611)', { gtin: '7896714219319' }, 'gtin: 7896714219319'],
    ['a GTIN of 11 digits (611)', { gtin: '78967142193' }, 'gtin: 78967142193'],
    ['a GTIN with a letter (611)', { gtin: '789671421931O' }, 'gtin: 789671421931O'],
    [
      'a CFOP of tax paid by the supplier without such a CSOSN (386)',
      { cfop: '5405' },
      'cfop: 5405 with 102',
    ],
    [
      'a CFOP of our tax substitution without it (386)',
      { cfop: '5403', csosn: '400' },
      'cfop: 5403 with 400',
    ],
    [
      'tax paid by the supplier with a plain CFOP (386)',
      { csosn: '500', cest: '2806300' },
      'cfop: 5102 with 500',
    ],
    [
      'our tax substitution with a plain CFOP (386)',
      { csosn: '203', cest: '2806300' },
      'cfop: 5102 with 203',
    ],
    ['a CSOSN that does not exist', { csosn: '104' }, 'cfop: 5102 with 104'],
    ['a CFOP of a purchase', { cfop: '1102' }, 'cfop: 1102 with 102'],
    ['a CFOP of 3 digits', { cfop: '510' }, 'cfop: 510 with 102'],
  ])('finds %s', (_, changes, expected) => {
    expect(outcome(changes)).toEqual([`fiscalItems[0].${expected}`])
  })

  it('reports a SKU without fiscal data, and ignores a SKU that is not in the order', () => {
    expect(verdict(itemFiscalData, anOrder(), { fiscalItems: [plate] })).toEqual(['lines[0].sku: none'])
    const more = [item(), plate, item({ sku: 'COPO-2', ncm: '1' })]
    expect(verdict(itemFiscalData, anOrder(), { fiscalItems: more })).toBe('passed')
    expect(verdict(itemFiscalData, anOrder())).toBe('missing fiscalItems')
  })

  it('finds every single wrong digit of a GTIN', () => {
    const body = fc
      .integer({ min: 0, max: 999_999_999_999 })
      .map((digits) => String(digits).padStart(12, '0'))
    const step = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(body, fc.nat({ max: 12 }), step, (twelve, place, by) => {
        const odd = [...twelve].reduce((sum, digit, n) => sum + Number(digit) * (n % 2 === 0 ? 1 : 3), 0)
        const gtin = `${twelve}${(10 - (odd % 10)) % 10}`
        const wrong = `${gtin.slice(0, place)}${(Number(gtin[place]) + by) % 10}${gtin.slice(place + 1)}`
        expect(outcome({ gtin })).toBe('passed')
        expect(outcome({ gtin: wrong })).toEqual([`fiscalItems[0].gtin: ${wrong}`])
      }),
    )
  })
})

describe('check 23, interstate', () => {
  const soldTo = (uf: string) => anOrder({ shippingAddress: anAddress({ uf }) })
  const outcome = (from: string, to: string, changes: Partial<FiscalItem>, order = soldTo(to)) =>
    verdict(interstate, order, {
      issuer: { document: '11222333000181', uf: from },
      fiscalItems: [item({ cfop: from === to ? '5102' : '6102', ...changes })],
    })

  it.each<[from: string, to: string, changes: Partial<FiscalItem>, expected: string | string[]]>([
    ['SP', 'SP', {}, 'passed'],
    ['SP', 'SP', { icmsRate: 18 }, 'passed'],
    ['SP', 'SP', { cfop: '6102' }, ['fiscalItems[0].cfop: 6102']],
    ['SP', 'RJ', { cfop: '6102', icmsRate: 12 }, 'passed'],
    ['SP', 'RJ', { cfop: '6.102' }, 'passed'],
    ['SP', 'RJ', { cfop: '5102' }, ['fiscalItems[0].cfop: 5102']],
    ['SP', 'RJ', { cfop: '7102' }, ['fiscalItems[0].cfop: 7102']],
    ['SP', 'RJ', { icmsRate: 7 }, ['fiscalItems[0].icmsRate: 7 %']],
    ['SP', 'BA', { icmsRate: 7 }, 'passed'],
    ['SP', 'BA', { icmsRate: 12 }, ['fiscalItems[0].icmsRate: 12 %']],
    ['SP', 'ES', { icmsRate: 7 }, 'passed'],
    ['ES', 'SP', { icmsRate: 12 }, 'passed'],
    ['ES', 'BA', { icmsRate: 7 }, ['fiscalItems[0].icmsRate: 7 %']],
    ['BA', 'SP', { icmsRate: 12 }, 'passed'],
    ['BA', 'PE', { icmsRate: 12 }, 'passed'],
    ['SP', 'BA', { icmsRate: 4, imported: true }, 'passed'],
    ['SP', 'RJ', { icmsRate: 12, imported: true }, ['fiscalItems[0].icmsRate: 12 %']],
    ['SP', 'RJ', { icmsRate: 4 }, ['fiscalItems[0].icmsRate: 4 %']],
    ['sp ', 'RJ', { icmsRate: 12 }, 'passed'],
    ['SP', 'XX', {}, 'not-applicable'],
    ['', 'SP', {}, 'not-applicable'],
  ])('from %s to %s, %j', (from, to, changes, expected) => {
    expect(outcome(from, to, changes)).toEqual(expected)
  })

  it('ignores a SKU that is not in the order, and needs the issuer', () => {
    expect(outcome('SP', 'RJ', { sku: 'COPO-2', cfop: '5102' })).toBe('passed')
    expect(verdict(interstate, anOrder())).toBe('missing issuer, fiscalItems')
  })

  it('has one rate between any two states, and none within a state', () => {
    const aState = fc.constantFrom(...brazil.map(({ uf }) => uf))
    const north = fc.constantFrom(7, 12)
    fc.assert(
      fc.property(aState, aState, north, (from, to, icmsRate) => {
        const isRight = (rate: number) => outcome(from, to, { icmsRate: rate }) === 'passed'
        expect(isRight(icmsRate)).toBe(from === to || !isRight(19 - icmsRate))
        expect(outcome(from, to, { icmsRate: 4, imported: true })).toBe('passed')
      }),
    )
  })
})

describe('check 24, intermediary', () => {
  const marketplaces = [{ channel: 'mercado-livre', document: '03.007.331/0001-41' }]
  const outcome = (channel: string, named: OrderFacts['intermediary'], more: Facts = { marketplaces }) =>
    verdict(intermediary, anOrder({ channel }), {
      ...more,
      ...(named === undefined ? {} : { intermediary: named }),
    })

  it.each<[channel: string, named: OrderFacts['intermediary'], expected: string | string[]]>([
    ['mercado-livre', { document: '03007331000141', sellerId: 'LOJA1' }, 'passed'],
    ['mercado-livre', { sellerId: 'LOJA1' }, ['intermediary.document: none']],
    ['mercado-livre', { document: '03007331000141' }, ['intermediary.sellerId: none']],
    [
      'mercado-livre',
      { document: '11222333000181', sellerId: 'LOJA1' },
      ['intermediary.document: 11222333000181'],
    ],
    ['mercado-livre', {}, ['intermediary.document: none', 'intermediary.sellerId: none']],
    ['mercado-livre', undefined, 'missing intermediary'],
    ['loja-propria', undefined, 'not-applicable'],
    ['loja-propria', {}, 'passed'],
    ['loja-propria', { document: '03007331000141' }, ['intermediary.document: 03007331000141']],
  ])('evaluates a sale on %s with intermediary %j', (channel, named, expected) => {
    expect(outcome(channel, named)).toEqual(expected)
  })

  it('is not evaluated without the list of marketplaces', () => {
    expect(outcome('mercado-livre', undefined, {})).toBe('missing marketplaces')
  })
})

describe('check 25, invoice', () => {
  const order = anOrder()
  const invoiced = (changes: Partial<NonNullable<OrderFacts['invoice']>> = {}): Facts => ({
    invoice: {
      status: 'authorised',
      key: '43180906929383000163550010000000261000010301',
      recipientDocument: '11144477735',
      total: 12_000,
      contentVersion: 1,
      ...changes,
    },
  })

  it.each<[what: string, order: OrderSnapshot, facts: Facts, expected: string | string[]]>([
    ['an authorised invoice of this version', order, invoiced(), 'passed'],
    ['a document with punctuation', order, invoiced({ recipientDocument: '111.444.777-35' }), 'passed'],
    ['pending', order, invoiced({ status: 'pending' }), ['invoice.status: pending']],
    ['rejected', order, invoiced({ status: 'rejected' }), ['invoice.status: rejected']],
    ['cancelled', order, invoiced({ status: 'cancelled' }), ['invoice.status: cancelled']],
    ['of another order too (539)', order, invoiced({ alsoOf: 'ord_b' }), ['invoice.key: of ord_b too']],
    ['of this order only', order, invoiced({ alsoOf: order.id }), 'passed'],
    [
      'to somebody else',
      order,
      invoiced({ recipientDocument: '52998224725' }),
      ['invoice.recipientDocument: 52998224725'],
    ],
    ['another total', order, invoiced({ total: 11_999 }), ['invoice.total: BRL 11999']],
    ['an older version', { ...order, contentVersion: 2 }, invoiced(), ['invoice.contentVersion: 1']],
    ['none', order, {}, 'missing invoice'],
  ])('%s', (_, one, facts, expected) => {
    expect(verdict(invoiceCoherence, one, facts)).toEqual(expected)
  })

  it('leaves a customer without a document to check 5', () => {
    const { document: _, ...customer } = order.customer
    expect(verdict(invoiceCoherence, { ...order, customer }, invoiced())).toBe('passed')
  })
})
