import fc from 'fast-check'
import type { Order } from '../../functions/orders/order.ts'
import { checks } from '../../functions/quality/check-register.ts'
import { bare } from '../../functions/quality/checks/document.ts'
import { failedChecks, runChecks } from '../../functions/quality/run-checks.ts'
import { anOrder, noon } from '../support/orders.ts'
import { brazil } from './brazil.ts'
import { aCnpj, aCpf, aLetteredCnpj, cnpjOf, cpfOf, dotted, withDigit } from './documents.ts'
import { aValidOrder } from './valid-orders.ts'

const withCustomer = (order: Order, document: string): Order => ({
  ...order,
  customer: { ...order.customer, document },
})
const failuresOf = (order: Order) => failedChecks(runChecks(order, { now: noon }))
const documentFailures = (document: string) => failuresOf(withCustomer(anOrder(), document))

describe('documents', () => {
  it('pass when made by the rule, with punctuation or without', () => {
    fc.assert(
      fc.property(fc.oneof(aCpf, aCnpj, aLetteredCnpj), (document) => {
        expect(documentFailures(document)).toEqual([])
        expect(documentFailures(dotted(document))).toEqual([])
      }),
    )
  })

  it('fail with another check digit', () => {
    const change = fc.record({
      fromEnd: fc.integer({ min: 1, max: 2 }),
      step: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.oneof(aCpf, aCnpj, aLetteredCnpj), change, (document, { fromEnd, step }) => {
        const wrong = withDigit(document, document.length - fromEnd, step)
        expect(documentFailures(wrong)).toEqual([document.length === 11 ? 'cpf' : 'cnpj'])
      }),
    )
  })

  it('are judged as the rule says when any one digit is another', () => {
    // Mod 11 maps two remainders to 0, so a few wrong digits go unseen: the rule is the judge, not the hope.
    let unseen = 0
    const step = fc.integer({ min: 1, max: 9 })
    const numbered = fc.oneof(aCpf, aCnpj)
    fc.assert(
      fc.property(numbered, fc.nat({ max: 13 }), step, (document, place, by) => {
        const [body, remake] = document.length === 11 ? ([9, cpfOf] as const) : ([12, cnpjOf] as const)
        const wrong = withDigit(document, place % body, by)
        const fits = remake(wrong.slice(0, body)) === wrong
        fc.pre(new Set(wrong).size > 1)
        if (fits) unseen += 1
        expect(documentFailures(wrong).length === 0).toBe(fits)
      }),
      { numRuns: 500 },
    )
    expect(unseen).toBeLessThan(50)
  })
})

const addressOf = (order: Order, changes: Partial<Order['shippingAddress']>): Order => ({
  ...order,
  shippingAddress: { ...order.shippingAddress, ...changes },
})
const elsewhere = ({ shippingAddress: { uf } }: Order) => brazil.filter((state) => state.uf !== uf)

/** One thing gone wrong with a valid order, and the one check that must see it; nothing when it cannot go wrong so. */
const mutations: readonly {
  readonly name: string
  readonly check: (order: Order) => string
  readonly spoil: (order: Order, choice: number) => Order
}[] = [
  {
    name: 'a second id',
    check: () => 'repeated-delivery',
    spoil: (order) => ({ ...order, id: 'ord_other' }),
  },
  {
    name: 'a wrong check digit of the document',
    check: ({ customer }) => (bare(customer.document ?? '').length === 11 ? 'cpf' : 'cnpj'),
    spoil: (order, choice) => {
      const document = bare(order.customer.document ?? '')
      return withCustomer(order, withDigit(document, document.length - 1, 1 + (choice % 9)))
    },
  },
  {
    name: 'a CEP of another state',
    check: () => 'cep-uf',
    spoil: (order, choice) => {
      const states = elsewhere(order)
      return addressOf(order, { cep: states[choice % states.length]?.ceps[0]?.[0] ?? '' })
    },
  },
  {
    name: 'a municipality of another state',
    check: () => 'municipality-uf',
    spoil: (order, choice) => {
      const states = elsewhere(order)
      return addressOf(order, { ibgeCode: `${states[choice % states.length]?.ibge}00308` })
    },
  },
  {
    name: 'a part of the address missing',
    check: () => 'address-incomplete',
    spoil: (order, choice) => {
      const parts = ['street', 'number', 'district', 'city', 'uf', 'cep'] as const
      return addressOf(order, { [parts[choice % parts.length] ?? 'cep']: '' })
    },
  },
  {
    name: 'a part of the address too long',
    check: () => 'address-incomplete',
    spoil: (order, choice) => addressOf(order, { complement: 'x'.repeat(61 + (choice % 10)) }),
  },
  {
    name: 'an approved payment that does not cover the total',
    check: () => 'payment-coverage',
    spoil: (order) => ({
      ...order,
      payment: { status: 'approved', approvedAmount: order.totals.total + 6, refundedAmount: 7 },
    }),
  },
  {
    name: 'a freight that does not add up',
    check: () => 'arithmetic',
    spoil: (order, choice) => ({
      ...order,
      totals: { ...order.totals, freight: order.totals.freight + 1 + choice },
    }),
  },
]

describe('all checks together', () => {
  it('have nothing against a valid order', () => {
    fc.assert(fc.property(aValidOrder, (order) => expect(failuresOf(order)).toEqual([])))
  })

  it.each(mutations)('see $name, and only the check for it does', ({ check, spoil }) => {
    fc.assert(
      fc.property(aValidOrder, fc.nat({ max: 1000 }), (order, choice) => {
        const spoilt = spoil(order, choice)
        expect(failuresOf(spoilt)).toEqual([check(order)])
        const [failed] = runChecks(spoilt, { now: noon }).filter(({ outcome }) => outcome === 'failed')
        expect(failed?.evidence.length).toBeGreaterThan(0)
      }),
      { numRuns: 50 },
    )
  })

  it('each have a mutation here', () => {
    const covered = new Set(mutations.map(({ check }) => check(anOrder())))
    expect([...covered, 'cnpj'].sort()).toEqual(checks.map(({ code }) => code).sort())
  })
})
