import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Address, Line, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { addressIncomplete } from '../../../functions/quality/checks/address/address-incomplete.ts'
import { cepUf } from '../../../functions/quality/checks/address/cep-uf.ts'
import { collapseSpaces, properCase } from '../../../functions/quality/checks/address/normalize-text.ts'
import { e164 } from '../../../functions/quality/checks/address/phone-number.ts'
import type { Check } from '../../../functions/quality/checks/check.ts'
import { arithmetic } from '../../../functions/quality/checks/money/arithmetic.ts'
import { withValueAt } from '../../../shared/object-path.ts'
import { anAddress, anOrder } from '../../support/orders.ts'
import { aPlace } from './samples/brazil.ts'
import { aValidOrder } from './samples/valid-orders.ts'
import { verdict } from './verdict.ts'

const corrections = (check: Check, order: OrderSnapshot) => check.correct?.(order) ?? []
const corrected = (check: Check, order: OrderSnapshot): OrderSnapshot =>
  corrections(check, order).reduce((so, { path, after }) => withValueAt(so, path, after), order)
const shippedTo = (changes: Partial<Address>) => anOrder({ shippingAddress: anAddress(changes) })

describe('the case of names', () => {
  it.each([
    ['RUA DAS ACÁCIAS', 'Rua das Acácias'],
    ['rua das acácias', 'Rua das Acácias'],
    ['AV. BRIGADEIRO FARIA LIMA', 'Av. Brigadeiro Faria Lima'],
    ['RUA XV DE NOVEMBRO', 'Rua XV de Novembro'],
    ['avenida pedro ii', 'Avenida Pedro II'],
    ["SANTA BÁRBARA D'OESTE", "Santa Bárbara d'Oeste"],
    ['GUAJARÁ-MIRIM', 'Guajará-Mirim'],
    ['SAO PAULO', 'Sao Paulo'],
    ['VILA DO SOL', 'Vila do Sol'],
    ['RUA 25 DE MARÇO', 'Rua 25 de Março'],
    ['RODOVIA BR-116', 'Rodovia BR-116'],
  ])('changes %s to %s', (given, meant) => {
    expect(properCase(given)).toBe(meant)
    expect(properCase(meant)).toBe(meant)
  })

  it.each(['CPA', 'QNM 12', 'CPA II', 'sqn 210', 'Rua das ACÁCIAS', 'iPiranga', '1234', 'S/N', ''])(
    'leaves %s unchanged, since it is uncertain',
    (text) => {
      expect(properCase(text)).toBe(text)
    },
  )

  it('leaves possible acronyms in capitals', () => {
    expect(properCase('RUA QNM DOZE')).toBe('Rua QNM Doze')
    expect(properCase('AVENIDA CPA')).toBe('Avenida CPA')
  })

  it('is stable when applied twice, and never changes a word', () => {
    const word = fc.constantFrom(
      'RUA',
      'DAS',
      'flores',
      'IV',
      'QNM',
      "D'ÁGUA",
      'Sé',
      '12',
      'B.',
      'SÃO',
      '-',
      'é',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const once = properCase(collapseSpaces(words.join(' ')))
        expect(properCase(once)).toBe(once)
        expect(once.toLowerCase()).toBe(collapseSpaces(words.join(' ')).toLowerCase())
      }),
    )
  })
})

describe('telephone numbers', () => {
  it.each([
    ['(11) 91234-5678', '+5511912345678'],
    ['11912345678', '+5511912345678'],
    ['5511912345678', '+5511912345678'],
    ['+55 11 91234 5678', '+5511912345678'],
    ['011 91234-5678', '+5511912345678'],
    ['0 15 11 91234-5678', '+5511912345678'],
    ['(55) 91234-5678', '+5555912345678'],
    ['11 3234-5678', '+551132345678'],
    ['+5511912345678', '+5511912345678'],
  ])('%s becomes %s', (given, meant) => {
    expect(e164(given)).toBe(meant)
  })

  it.each([
    ['no area code', '91234-5678'],
    ['an area code that does not exist', '20 91234-5678'],
    ['no ninth digit', '11 81234-5678'],
    ['an extension', '11 91234-5678 ramal 2'],
    ['two numbers', '11 91234-5678 / 11 3234-5678'],
    ['a number of another country', '+1 213 373 4253'],
    ['a foreign number without its plus', '12133734253'],
    ['no number', 'WhatsApp'],
    ['nothing', ''],
  ])('are uncertain with %s', (_, given) => {
    expect(e164(given)).toBeUndefined()
  })

  const area = fc.integer({ min: 10, max: 99 }).map(String)
  const subscriber = fc.oneof(
    fc.integer({ min: 1_000_000, max: 9_999_999 }),
    fc.integer({ min: 10_000_000, max: 99_999_999 }),
    fc.integer({ min: 900_000_000, max: 999_999_999 }),
    fc.integer({ min: 100_000_000, max: 999_999_999 }),
  )
  const written = fc
    .record({ ddd: area, number: subscriber.map(String), carrier: area })
    .chain(({ ddd, number, carrier }) => {
      const split = `${number.slice(0, -4)}-${number.slice(-4)}`
      return fc.constantFrom(
        `(${ddd}) ${split}`,
        `${ddd}${number}`,
        `0${ddd} ${split}`,
        `0 ${carrier} ${ddd} ${split}`,
        `55 ${ddd} ${split}`,
        `+55 (${ddd}) ${split}`,
        `+${ddd}${number}`,
        split,
      )
    })

  it('match libphonenumber for landlines and mobile numbers of Brazil', () => {
    let read = 0
    fc.assert(
      fc.property(written, (given) => {
        const parsed = parsePhoneNumberFromString(given, { defaultCountry: 'BR', extract: false })
        const kind = parsed?.isValid() === true && parsed.country === 'BR' ? parsed.getType() : undefined
        const isPersonal = kind === 'MOBILE' || kind === 'FIXED_LINE'
        if (isPersonal) read += 1
        expect(e164(given)).toBe(isPersonal ? parsed?.number : undefined)
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(300)
  })

  it('are unchanged in E.164', () => {
    fc.assert(
      fc.property(written, (given) => {
        const number = e164(given)
        fc.pre(number !== undefined)
        expect(e164(number ?? '')).toBe(number)
      }),
    )
  })
})

describe('address corrections', () => {
  it('trim the parts and set the case of names', () => {
    const order = shippedTo({
      street: 'RUA  DAS ACÁCIAS',
      number: '2  B',
      city: 'SÃO PAULO',
      recipient: 'ANA  LI',
    })
    expect(corrections(addressIncomplete, order)).toEqual([
      { path: 'shippingAddress.recipient', before: 'ANA  LI', after: 'ANA LI' },
      { path: 'shippingAddress.number', before: '2  B', after: '2 B' },
      { path: 'shippingAddress.street', before: 'RUA  DAS ACÁCIAS', after: 'Rua das Acácias' },
      { path: 'shippingAddress.city', before: 'SÃO PAULO', after: 'São Paulo' },
    ])
  })

  it('write the telephones of customer and recipient in E.164', () => {
    const order = shippedTo({ phone: '(11) 91234-5678' })
    const customer = { ...order.customer, phone: '11 3234 5678' }
    expect(corrections(addressIncomplete, { ...order, customer })).toEqual([
      { path: 'shippingAddress.phone', before: '(11) 91234-5678', after: '+5511912345678' },
      { path: 'customer.phone', before: '11 3234 5678', after: '+551132345678' },
    ])
  })

  it.each<[what: string, changes: Partial<Address>, uf: string | undefined]>([
    ['is completed from the CEP when only it is missing', { uf: '' }, 'SP'],
    ['is uncertain when the city is missing too', { uf: '', city: '' }, undefined],
    ['is uncertain with an invalid CEP', { uf: '', cep: '0456701' }, undefined],
    ['is uncertain with a municipality of another state', { uf: '', ibgeCode: '3304557' }, undefined],
    ['is not changed when it is present', { uf: 'RJ' }, undefined],
  ])('the state %s', (_, changes, uf) => {
    const order = shippedTo(changes)
    const expected = uf === undefined ? [] : [{ path: 'shippingAddress.uf', before: '', after: uf }]
    expect(corrections(addressIncomplete, order)).toEqual(expected)
  })

  it('complete a missing state from any CEP', () => {
    fc.assert(
      fc.property(aPlace, ({ uf, cep }) => {
        const { uf: _, ibgeCode: __, ...address } = anAddress({ cep })
        const made = corrected(addressIncomplete, anOrder({ shippingAddress: address }))
        expect(made.shippingAddress.uf).toBe(uf)
        expect(verdict(addressIncomplete, made)).toBe('passed')
      }),
    )
  })

  it('format CEP and state in both addresses', () => {
    const order: OrderSnapshot = {
      ...shippedTo({ cep: '04.567010', uf: 'sp' }),
      billingAddress: { cep: '20040002', uf: ' rj' },
    }
    expect(corrections(cepUf, order)).toEqual([
      { path: 'shippingAddress.cep', before: '04.567010', after: '04567-010' },
      { path: 'shippingAddress.uf', before: 'sp', after: 'SP' },
      { path: 'billingAddress.cep', before: '20040002', after: '20040-002' },
      { path: 'billingAddress.uf', before: ' rj', after: 'RJ' },
    ])
    expect(corrections(cepUf, shippedTo({ cep: '0456701', uf: 'Sampa' }))).toEqual([])
  })
})

describe('merging lines', () => {
  const line = (changes: Partial<Line> = {}): Line => ({
    sku: 'A',
    title: 'A',
    quantity: 2,
    unitPrice: 1000,
    discount: 50,
    ...changes,
  })
  const merged = (...lines: Line[]) => corrections(arithmetic, anOrder({ lines }))

  it('merges two equal lines', () => {
    const lines = [line(), line({ sku: 'B' }), line({ quantity: 1, discount: 0 })]
    expect(merged(...lines)).toEqual([
      { path: 'lines', before: lines, after: [line({ quantity: 3 }), line({ sku: 'B' })] },
    ])
  })

  it.each<[what: string, changes: Partial<Line>]>([
    ['another SKU', { sku: 'B' }],
    ['another price', { unitPrice: 999 }],
    ['another lot', { lot: 'L1' }],
    ['other dimensions', { dimensionsMm: { length: 1, width: 1, height: 1 } }],
    ['more pieces than the maximum of a line', { quantity: 99_999 }],
  ])('does not merge lines with %s', (_, changes) => {
    expect(merged(line(), line(changes))).toEqual([])
  })

  it('keeps the contents and the cost of the order', () => {
    const some = fc.record({
      sku: fc.constantFrom('A', 'B'),
      quantity: fc.nat({ max: 9 }),
      discount: fc.nat(9),
    })
    const sums = (lines: readonly Line[]) => [
      ...['A', 'B'].map((sku) => lines.reduce((sum, one) => sum + (one.sku === sku ? one.quantity : 0), 0)),
      lines.reduce((sum, { quantity, unitPrice, discount }) => sum + quantity * unitPrice - discount, 0),
    ]
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), (changes) => {
        const order = anOrder({ lines: changes.map(line) })
        const { lines } = corrected(arithmetic, order)
        expect(sums(lines)).toEqual(sums(order.lines))
        expect(lines.length).toBe(new Set(order.lines.map(({ sku }) => sku)).size)
      }),
    )
  })
})

describe('all corrections', () => {
  const correctors = [addressIncomplete, cepUf, arithmetic]

  it('leave nothing to correct, and never make a passing check fail', () => {
    const spoil = fc.record({
      street: fc.constantFrom('RUA  A', 'rua  b'),
      uf: fc.constantFrom('', undefined),
    })
    fc.assert(
      fc.property(aValidOrder, spoil, (order, changes) => {
        const { uf: _, ...address } = order.shippingAddress
        const { uf, ...street } = changes
        const shippingAddress = { ...address, ...street, ...(uf === undefined ? {} : { uf }) }
        const made = correctors.reduce<OrderSnapshot>((so, check) => corrected(check, so), {
          ...order,
          shippingAddress,
        })
        for (const check of correctors) {
          expect(corrections(check, made)).toEqual([])
          expect(verdict(check, made)).toBe('passed')
        }
      }),
    )
  })
})
