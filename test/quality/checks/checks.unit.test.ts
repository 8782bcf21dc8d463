import type { Address, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { addressIncomplete } from '../../../functions/quality/checks/address/address-incomplete.ts'
import { cepUf } from '../../../functions/quality/checks/address/cep-uf.ts'
import { municipalityUf } from '../../../functions/quality/checks/address/municipality-uf.ts'
import type { Check } from '../../../functions/quality/checks/check.ts'
import { cnpjCheck } from '../../../functions/quality/checks/identity/cnpj.ts'
import { cpfCheck } from '../../../functions/quality/checks/identity/cpf.ts'
import { arithmetic } from '../../../functions/quality/checks/money/arithmetic.ts'
import { paymentCoverage } from '../../../functions/quality/checks/money/payment-coverage.ts'
import { repeatedDelivery } from '../../../functions/quality/checks/risk/repeated-delivery.ts'
import { anAddress, anOrder, fixedNow } from '../../support/orders.ts'
import { brazil, ofNoState } from './samples/brazil.ts'

const evaluate = (check: Check, order: OrderSnapshot) => {
  const verdict = check.evaluate(order, { facts: {}, thresholds: {}, now: fixedNow })
  return verdict.outcome === 'failed'
    ? verdict.evidence.map(({ field, received }) => `${field}: ${received}`)
    : verdict.outcome
}

function withDocument(document: string | undefined): OrderSnapshot {
  const order = anOrder()
  const { document: _, ...customer } = order.customer
  return { ...order, customer: document === undefined ? customer : { ...customer, document } }
}

/** An order whose shipping address lacks some fields. */
function missing(...fields: (keyof Address)[]): OrderSnapshot {
  const order = anOrder()
  const given = Object.entries(order.shippingAddress).filter(
    ([name]) => !fields.includes(name as keyof Address),
  )
  return { ...order, shippingAddress: Object.fromEntries(given) }
}

const shippedTo = (changes: Partial<Address>) => anOrder({ shippingAddress: anAddress(changes) })

describe('check 1, repeated delivery', () => {
  it('passes an order with the id of its sale, and fails one with any other id', () => {
    expect(evaluate(repeatedDelivery, anOrder())).toBe('passed')
    expect(evaluate(repeatedDelivery, { ...anOrder(), id: 'ord_copy' })).toEqual(['id: ord_copy'])
    expect(evaluate(repeatedDelivery, { ...anOrder(), externalId: 'another' })).toHaveLength(1)
  })
})

describe('check 3, CPF', () => {
  it.each([
    { document: '111.444.777-35', expected: 'passed' },
    { document: '11144477735', expected: 'passed' },
    { document: '123 456 789 09', expected: 'passed' },
    { document: '00000000191', expected: 'passed' },
    { document: '11144477736', expected: ['customer.document: 11144477736'] },
    { document: '111.444.777-53', expected: ['customer.document: 111.444.777-53'] },
    { document: '11111111111', expected: ['customer.document: 11111111111'] },
    { document: '00000000000', expected: ['customer.document: 00000000000'] },
    { document: '1114447773', expected: ['customer.document: 1114447773 (10 digits)'] },
    { document: '1', expected: ['customer.document: 1 (1 digits)'] },
    { document: '', expected: 'not-applicable' },
    { document: '.-', expected: 'not-applicable' },
    { document: undefined, expected: 'not-applicable' },
    { document: '11222333000181', expected: 'not-applicable' },
    { document: '12ABC34501DE35', expected: 'not-applicable' },
  ])('returns $expected for $document', ({ document, expected }) => {
    expect(evaluate(cpfCheck, withDocument(document))).toEqual(expected)
  })
})

describe('check 4, CNPJ', () => {
  it.each([
    { document: '11222333000181', expected: 'passed' },
    { document: '11.222.333/0001-81', expected: 'passed' },
    { document: '12ABC34501DE35', expected: 'passed' },
    { document: '12.abc.345/01de-35', expected: 'passed' },
    { document: '11222333000182', expected: ['customer.document: 11222333000182'] },
    { document: '12ABC34501DE53', expected: ['customer.document: 12ABC34501DE53'] },
    { document: '12ABC34501DEA5', expected: ['customer.document: 12ABC34501DEA5'] },
    { document: '112223330001', expected: ['customer.document: 112223330001'] },
    { document: '112223330001811', expected: ['customer.document: 112223330001811'] },
    { document: '1114447773X', expected: ['customer.document: 1114447773X'] },
    { document: '12ÁBC34501DE35', expected: ['customer.document: 12ÁBC34501DE35'] },
    { document: '00000000000000', expected: ['customer.document: 00000000000000'] },
    { document: '11144477735', expected: 'not-applicable' },
    { document: '', expected: 'not-applicable' },
    { document: undefined, expected: 'not-applicable' },
  ])('returns $expected for $document', ({ document, expected }) => {
    expect(evaluate(cnpjCheck, withDocument(document))).toEqual(expected)
  })
})

describe('check 7, CEP against state', () => {
  const borders = brazil.flatMap(({ uf, ceps }) => ceps.flat().map((cep) => ({ uf, cep })))

  it.each(borders)('accepts $cep for $uf', ({ uf, cep }) => {
    expect(evaluate(cepUf, shippedTo({ uf, cep }))).toBe('passed')
    for (const { uf: other } of brazil.filter((one) => one.uf !== uf))
      expect(evaluate(cepUf, shippedTo({ uf: other, cep }))).toEqual([
        `shippingAddress.cep: ${cep}, a CEP of ${uf}`,
      ])
  })

  it.each(ofNoState)('finds no state for %s', (cep) => {
    for (const { uf } of brazil)
      expect(evaluate(cepUf, shippedTo({ uf, cep }))).toEqual([
        `shippingAddress.cep: ${cep}, a CEP of no state`,
      ])
  })

  it.each([
    { what: 'punctuation', address: { cep: '04.567-010' }, expected: 'passed' },
    { what: 'a state in small letters', address: { uf: ' sp ' }, expected: 'passed' },
    { what: 'seven digits', address: { cep: '0456701' }, expected: ['shippingAddress.cep: 0456701'] },
    { what: 'nine digits', address: { cep: '045670100' }, expected: ['shippingAddress.cep: 045670100'] },
    { what: 'a letter', address: { cep: '04567-01O' }, expected: ['shippingAddress.cep: 04567-01O'] },
    { what: 'no CEP', address: { cep: '' }, expected: 'not-applicable' },
    { what: 'no state', address: { uf: '' }, expected: 'not-applicable' },
    { what: 'an unknown state', address: { uf: 'XX' }, expected: 'not-applicable' },
    {
      what: 'a state named like an object property',
      address: { uf: 'constructor' },
      expected: 'not-applicable',
    },
  ])('returns $expected for $what', ({ address, expected }) => {
    expect(evaluate(cepUf, shippedTo(address))).toEqual(expected)
  })

  it('evaluates the billing address too, even if the shipping address is not applicable', () => {
    const billed = (cep: string): OrderSnapshot => ({
      ...missing('cep'),
      billingAddress: { uf: 'RJ', cep },
    })
    expect(evaluate(cepUf, billed('20040-002'))).toBe('passed')
    expect(evaluate(cepUf, billed('01310-200'))).toEqual(['billingAddress.cep: 01310-200, a CEP of SP'])
  })
})

describe('check 8, municipality', () => {
  it.each(brazil)('requires a code of $uf that begins with $ibge', ({ uf, ibge }) => {
    expect(evaluate(municipalityUf, shippedTo({ uf, ibgeCode: `${ibge}00308` }))).toBe('passed')
    const other = ibge === '35' ? '33' : '35'
    expect(evaluate(municipalityUf, shippedTo({ uf, ibgeCode: `${other}00308` }))).toEqual([
      `shippingAddress.ibgeCode: ${other}00308`,
    ])
  })

  it.each([
    { what: 'six digits', address: { ibgeCode: '355030' }, expected: ['shippingAddress.ibgeCode: 355030'] },
    { what: 'letters', address: { ibgeCode: '35abcde' }, expected: ['shippingAddress.ibgeCode: 35abcde'] },
    { what: 'no code', address: { ibgeCode: '' }, expected: 'not-applicable' },
    { what: 'an unknown state', address: { uf: 'ZZ' }, expected: 'not-applicable' },
  ])('returns $expected for $what', ({ address, expected }) => {
    expect(evaluate(municipalityUf, shippedTo(address))).toEqual(expected)
  })

  it('evaluates the billing address too', () => {
    const order: OrderSnapshot = { ...missing('ibgeCode'), billingAddress: { uf: 'RJ', ibgeCode: '3550308' } }
    expect(evaluate(municipalityUf, order)).toEqual(['billingAddress.ibgeCode: 3550308'])
  })
})

describe('check 9, address', () => {
  const nothing = (field: string) => `shippingAddress.${field}: nothing`

  it('passes a complete address, one with S/N as number, and one without complement', () => {
    expect(evaluate(addressIncomplete, anOrder())).toBe('passed')
    expect(evaluate(addressIncomplete, shippedTo({ number: 'S/N' }))).toBe('passed')
    expect(evaluate(addressIncomplete, missing('complement', 'ibgeCode'))).toBe('passed')
  })

  it.each(['street', 'number', 'district', 'city', 'uf', 'cep'] as const)('reports a missing %s', (field) => {
    expect(evaluate(addressIncomplete, missing(field))).toEqual([nothing(field)])
    expect(evaluate(addressIncomplete, shippedTo({ [field]: '' }))).toEqual([nothing(field)])
  })

  it('uses the customer’s name and telephone when the recipient has none', () => {
    expect(evaluate(addressIncomplete, missing('recipient', 'phone'))).toBe('passed')
    const { phone: _, ...customer } = anOrder().customer
    expect(evaluate(addressIncomplete, { ...missing('phone'), customer })).toEqual([nothing('phone')])
  })

  it('reports every missing part', () => {
    const order: OrderSnapshot = { ...anOrder(), shippingAddress: {} }
    expect(evaluate(addressIncomplete, order)).toEqual(
      ['street', 'number', 'district', 'city', 'uf', 'cep'].map(nothing),
    )
  })

  it.each(['recipient', 'street', 'complement', 'district', 'city'] as const)(
    'limits the %s to the 60 characters of the invoice',
    (field) => {
      expect(evaluate(addressIncomplete, shippedTo({ [field]: 'x'.repeat(60) }))).toBe('passed')
      expect(evaluate(addressIncomplete, shippedTo({ [field]: 'x'.repeat(61) }))).toEqual([
        `shippingAddress.${field}: 61 characters`,
      ])
    },
  )

  it('rejects an unknown state', () => {
    expect(evaluate(addressIncomplete, shippedTo({ uf: 'Sampa' }))).toEqual(['shippingAddress.uf: Sampa'])
  })
})

describe('check 10, payment', () => {
  it.each([
    { payment: { status: 'pending', approvedAmount: 0, refundedAmount: 0 }, expected: 'not-applicable' },
    { payment: { status: 'approved', approvedAmount: 12_000, refundedAmount: 0 }, expected: 'passed' },
    { payment: { status: 'approved', approvedAmount: 13_000, refundedAmount: 1000 }, expected: 'passed' },
    {
      payment: { status: 'approved', approvedAmount: 11_999, refundedAmount: 0 },
      expected: ['payment.approvedAmount: BRL 11999'],
    },
    {
      payment: { status: 'approved', approvedAmount: 12_000, refundedAmount: 1 },
      expected: ['payment.approvedAmount: BRL 11999'],
    },
  ] as const)('returns $expected for $payment', ({ payment, expected }) => {
    expect(evaluate(paymentCoverage, anOrder({ payment }))).toEqual(expected)
  })
})

describe('check 12, arithmetic', () => {
  it.each([
    { totals: { discount: 1000, freight: 1800, fees: 200, total: 12_000 }, expected: 'passed' },
    {
      totals: { discount: 1000, freight: 1800, fees: 200, total: 12_001 },
      expected: ['totals.total: BRL 12001'],
    },
    {
      totals: { discount: 1000, freight: 1800, fees: 199, total: 12_000 },
      expected: ['totals.total: BRL 12000'],
    },
    { totals: { discount: 0, freight: 0, fees: 0, total: 0 }, expected: ['totals.total: BRL 0'] },
  ])('returns $expected for $totals', ({ totals, expected }) => {
    expect(evaluate(arithmetic, anOrder({ totals }))).toEqual(expected)
  })

  it('compares the largest amounts to the cent', () => {
    const line = { sku: 'A', title: 'A', quantity: 100_000, unitPrice: 33, discount: 1 }
    const lines = Array.from({ length: 3 }, () => line)
    const totals = { discount: 0, freight: 0, fees: 1, total: 3 * 3_299_999 + 1 }
    expect(evaluate(arithmetic, anOrder({ lines, totals }))).toBe('passed')
  })
})
