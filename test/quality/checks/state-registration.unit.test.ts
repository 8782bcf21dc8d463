import fc from 'fast-check'
import type { OrderFacts } from '../../../events/quality/facts.ts'
import { stateRegistration } from '../../../functions/quality/checks/fiscal/state-registration.ts'
import { anAddress, anOrder } from '../../support/orders.ts'
import { brazil } from './samples/brazil.ts'
import { withDigit } from './samples/documents.ts'
import { registrations } from './samples/state-registrations.ts'
import { verdict } from './verdict.ts'

type RecipientTax = NonNullable<OrderFacts['recipientTax']>

const shippedTo = (uf: string, tax: RecipientTax, more: OrderFacts = {}, thresholds = {}) =>
  verdict(
    stateRegistration,
    anOrder({ shippingAddress: anAddress({ uf }) }),
    { recipientTax: tax, ...more },
    thresholds,
  )
const registered = (uf: string, registration: string) =>
  shippedTo(uf, { taxpayer: true, stateRegistration: registration })

describe('check 6, state registration', () => {
  it('has an example for every state', () => {
    expect([...new Set(registrations.map(([uf]) => uf))]).toEqual(brazil.map(({ uf }) => uf).sort())
  })

  it.each(registrations)(
    'of %s accepts %s, and rejects it with a digit less or another last digit',
    (uf, registration) => {
      const digits = registration.replace(/[\s./-]/g, '')
      expect(registered(uf, registration)).toBe('passed')
      expect(registered(uf, digits)).toBe('passed')
      expect(registered(uf, digits.slice(1))).toEqual([`recipientTax.stateRegistration: ${digits.slice(1)}`])
      const rest = Array.from({ length: 9 }, (_, n) => withDigit(digits, digits.length - 1, n + 1))
      // São Paulo's rural producers have the check digit in the middle, so any last digit is valid.
      const counts = !digits.startsWith('P')
      expect(rest.filter((other) => registered(uf, other) === 'passed')).toEqual(counts ? [] : rest)
    },
  )

  it('accepts eight digits with mod 11 in the states with that rule, by an independent calculation', () => {
    const eight = fc.stringMatching(/^\d{8}$/).filter((digits) => /[1-9]/.test(digits))
    fc.assert(
      fc.property(fc.constantFrom('CE', 'ES', 'PB', 'PI', 'SC', 'SE'), eight, (uf, digits) => {
        const sum = Array.from(digits, Number).reduce((total, digit, n) => total + digit * (9 - n), 0)
        const check = sum % 11 < 2 ? 0 : 11 - (sum % 11)
        const fitting = Array.from({ length: 10 }, (_, n) => `${digits}${n}`).filter(
          (registration) => registered(uf, registration) === 'passed',
        )
        expect(fitting).toEqual([`${digits}${check}`])
      }),
    )
  })

  it.each([
    ['SP', '110.042.490.115'],
    ['SP', '0623079040081'],
    ['SP', '000000000000'],
    ['RJ', 'X99.999.99-3'],
    ['RJ', 'P9999999-3'],
    ['MG', 'sem'],
  ])('of %s rejects %s', (uf, registration) => {
    expect(registered(uf, registration)).toEqual([`recipientTax.stateRegistration: ${registration}`])
  })

  it('is required of a taxpayer, and validated whenever it is given', () => {
    expect(shippedTo('SP', { taxpayer: true })).toEqual(['recipientTax.stateRegistration: nothing'])
    expect(shippedTo('SP', { taxpayer: false })).toBe('passed')
    expect(shippedTo('SP', { taxpayer: false, stateRegistration: '110042490114' })).toBe('passed')
    expect(shippedTo('SP', { taxpayer: false, stateRegistration: '110042490115' })).toHaveLength(1)
  })

  it('requires a customer who is no taxpayer to be a final consumer', () => {
    expect(shippedTo('SP', { taxpayer: false, finalConsumer: true })).toBe('passed')
    expect(shippedTo('SP', { taxpayer: false, finalConsumer: false })).toEqual([
      'recipientTax.finalConsumer: no final consumer',
    ])
    const resale = { taxpayer: true, finalConsumer: false, stateRegistration: '110042490114' }
    expect(shippedTo('SP', resale)).toBe('passed')
  })

  it('accepts an exempt taxpayer where the state exempts, or where an item is not taxed', () => {
    const exempt: RecipientTax = { taxpayer: true, stateRegistration: 'Isento' }
    const item = { sku: 'A', ncm: '69120000', cfop: '5102', taxSubstitution: false, imported: false }
    expect(shippedTo('RJ', exempt)).toBe('passed')
    expect(shippedTo('SP', exempt)).toEqual(['recipientTax.stateRegistration: Isento'])
    expect(shippedTo('SP', exempt, { fiscalItems: [{ ...item, csosn: '102' }] })).toHaveLength(1)
    expect(shippedTo('SP', exempt, { fiscalItems: [{ ...item, csosn: '300' }] })).toBe('passed')
    expect(shippedTo('SP', exempt, { fiscalItems: [{ ...item, taxSubstitution: true }] })).toBe('passed')
    expect(shippedTo('SP', exempt, {}, { noExemptionIn: ['RJ'] })).toBe('passed')
    expect(shippedTo('RJ', exempt, {}, { noExemptionIn: ['RJ'] })).toHaveLength(1)
    expect(stateRegistration.thresholds.safeParse({ noExemptionIn: ['XX'] }).success).toBe(false)
  })

  it('uses the state of the invoice’s recipient', () => {
    const facts = { recipientTax: { taxpayer: true, stateRegistration: '99999993' } }
    const order = anOrder({ billingAddress: { uf: ' rj ' } })
    expect(verdict(stateRegistration, order, facts)).toBe('passed')
    expect(verdict(stateRegistration, anOrder({ billingAddress: {} }), facts)).toHaveLength(1)
  })

  it('is not applicable without a state, and not evaluated without the recipient’s facts', () => {
    expect(registered('XX', '110042490114')).toBe('not-applicable')
    expect(verdict(stateRegistration, anOrder())).toBe('missing recipientTax')
  })
})
