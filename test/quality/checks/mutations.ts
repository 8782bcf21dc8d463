import type { Facts, OrderFacts, RecentOrder, SkuFacts } from '../../../events/quality/facts.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { stripPunctuation } from '../../../functions/quality/checks/identity/document.ts'
import { later } from '../../support/orders.ts'
import { dispatchMutations } from './dispatch-mutations.ts'
import { brazil } from './samples/brazil.ts'
import { withDigit } from './samples/documents.ts'

/** One error in a valid order or its facts, and the one check that must find it. */
export interface Mutation {
  readonly name: string
  readonly check: (order: Order) => string
  /** Changes the facts of the mutated order. */
  readonly order?: (order: Order, choice: number) => Order
  readonly facts?: (facts: Facts, order: Order, choice: number) => Facts
}

const pick = <T>(choices: readonly [T, ...T[]], choice: number): T =>
  choices[choice % choices.length] ?? choices[0]
const addressOf = (order: Order, changes: Partial<Order['shippingAddress']>): Order => ({
  ...order,
  shippingAddress: { ...order.shippingAddress, ...changes },
})
const elsewhere = ({ shippingAddress: { uf } }: Order, choice: number) => {
  const [first = brazil[0], ...rest] = brazil.filter((state) => state.uf !== uf)
  return first === undefined ? undefined : pick([first, ...rest], choice)
}

const ofIdentity: readonly Mutation[] = [
  {
    name: 'an order with a second id',
    check: () => 'repeated-delivery',
    order: (order) => ({ ...order, id: 'ord_other' }),
  },
  {
    name: 'a second order for the same goods',
    check: () => 'probable-duplicate',
    facts: (facts, order, choice) => ({ ...facts, recentOrders: [theSame(order, choice)] }),
  },
  {
    name: 'a wrong check digit of the document',
    check: ({ customer }) => (stripPunctuation(customer.document ?? '').length === 11 ? 'cpf' : 'cnpj'),
    order: (order, choice) => {
      const document = stripPunctuation(order.customer.document ?? '')
      const wrong = withDigit(document, document.length - 1, 1 + (choice % 9))
      return { ...order, customer: { ...order.customer, document: wrong } }
    },
  },
  {
    name: 'no document',
    check: () => 'recipient',
    order: (order) => ({ ...order, customer: { ...order.customer, document: '' } }),
  },
  {
    name: 'the store as its own customer',
    check: () => 'recipient',
    facts: (facts, { customer }) => ({ ...facts, issuer: { document: customer.document ?? '', uf: 'SP' } }),
  },
  {
    name: 'a taxpayer without a valid registration',
    check: () => 'state-registration',
    facts: (facts, _, choice) => ({
      ...facts,
      recipientTax: { taxpayer: true, ...pick([{}, { stateRegistration: '1234567' }], choice) },
    }),
  },
]

const ofAddress: readonly Mutation[] = [
  {
    name: 'a CEP of another state',
    check: () => 'cep-uf',
    order: (order, choice) => addressOf(order, { cep: elsewhere(order, choice)?.ceps[0]?.[0] }),
  },
  {
    name: 'a municipality of another state',
    check: () => 'municipality-uf',
    order: (order, choice) => addressOf(order, { ibgeCode: `${elsewhere(order, choice)?.ibge}00308` }),
  },
  {
    name: 'a missing part of the address',
    check: () => 'address-incomplete',
    order: (order, choice) =>
      addressOf(order, { [pick(['street', 'number', 'district', 'city', 'uf', 'cep'], choice)]: '' }),
  },
  {
    name: 'an address field that is too long',
    check: () => 'address-incomplete',
    order: (order, choice) => addressOf(order, { complement: 'x'.repeat(61 + (choice % 10)) }),
  },
]

const ofMoney: readonly Mutation[] = [
  {
    name: 'an approved payment that does not cover the total',
    check: () => 'payment-coverage',
    order: (order) => ({
      ...order,
      payment: { status: 'approved', approvedAmount: order.totals.total + 6, refundedAmount: 7 },
    }),
  },
  {
    name: 'an authorisation that does not match the order',
    check: () => 'payment-identity',
    facts: (facts, { totals: { total } }, choice) => ({
      ...facts,
      authorisation: {
        total,
        ...pick<Partial<NonNullable<OrderFacts['authorisation']>>>(
          [{ payerDocument: '12ABC34501DE35' }, { total: total + 1 }, { endsAt: later(-1) }],
          choice,
        ),
      },
    }),
  },
  {
    name: 'a wrong sum of the totals',
    check: () => 'arithmetic',
    order: ({ totals, ...order }, choice) => ({
      ...order,
      totals: { ...totals, freight: totals.freight + 1 + choice },
    }),
  },
  {
    name: 'a wrong price or a low margin',
    check: () => 'price',
    facts: (facts, { lines }, choice) =>
      ofSku(facts, lines[0]?.sku, pick([{ price: 1_000_000 }, { cost: 1_000_000 }], choice)),
  },
  {
    name: 'higher channel fees than expected',
    check: () => 'channel-fees',
    facts: (facts) => ({
      ...facts,
      channelFees: { commission: 1000, fixed: 500, freight: 0, reported: 1551 },
    }),
  },
]

const ofStock: readonly Mutation[] = [
  {
    name: 'a listing without exactly one article',
    check: () => 'listing-mapping',
    facts: ({ listings = [], ...facts }, _, choice) => ({
      ...facts,
      listings: listings.map((listing, n) =>
        n === choice % listings.length
          ? { ...listing, mapping: pick(['unmapped', 'inactive', 'ambiguous'], choice) }
          : listing,
      ),
    }),
  },
  {
    name: 'an oversold SKU without a reservation',
    check: () => 'oversell',
    facts: ({ reservation: _, ...facts }, { lines: [line] }) =>
      ofSku(facts, line?.sku, { available: (line?.quantity ?? 1) - 1 }),
  },
  {
    name: 'an invalid reservation',
    check: () => 'reservation',
    facts: (facts, _, choice) => ({
      ...facts,
      reservation: {
        status: 'held',
        lots: [],
        ...pick<Partial<NonNullable<OrderFacts['reservation']>>>(
          [
            { status: 'missing' },
            { expiresAt: later(0) },
            { location: 'rj-1', expectedLocation: 'sp-1' },
            { lots: [{ lot: 'L1', state: 'quarantined' }] },
          ],
          choice,
        ),
      },
    }),
  },
]

const ofRisk: readonly Mutation[] = [
  {
    name: 'a person on the deny list',
    check: () => 'fraud',
    facts: (facts, { customer }, choice) => ({
      ...facts,
      denied: [pick([customer.document, customer.email, customer.phone], choice) ?? ''],
    }),
  },
  {
    name: 'a third order in a day',
    check: () => 'fraud',
    facts: (facts, order, choice) => ({
      ...facts,
      recentOrders: [1, 2].map((n) => ({
        ...theSame(order, choice),
        id: `ord_${n}`,
        skus: { [`S${n}`]: 1 },
      })),
    }),
  },
  {
    name: 'an open problem of the order or its goods',
    check: () => 'open-problem',
    facts: (facts, { lines: [line] }, choice) => ({
      ...facts,
      ...pick<Facts>(
        [
          { openComplaints: 1 },
          { openDefects: [{ id: 'def_1', subject: 'sku', value: line?.sku ?? '' }] },
          { openDefects: [{ id: 'def_1', subject: 'lot', value: 'L1' }] },
        ],
        choice,
      ),
    }),
  },
]

const ofDispatch: readonly Mutation[] = dispatchMutations.map(({ name, check, facts: changes }) => ({
  name,
  check: () => check,
  facts: (facts, order, choice) => ({ ...facts, ...pick(changes, choice)(facts, order) }),
}))

function ofSku(facts: Facts, sku = '', changes: SkuFacts): Facts {
  return { ...facts, skus: { ...facts.skus, [sku]: { ...facts.skus?.[sku], ...changes } } }
}

/** The same order of the same person, some minutes earlier. */
const theSame = ({ customer, shippingAddress, lines, totals }: Order, choice: number): RecentOrder => ({
  id: 'ord_before',
  externalId: 'BEFORE',
  document: customer.document,
  phone: customer.phone,
  cep: shippingAddress.cep,
  number: shippingAddress.number,
  skus: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])),
  total: totals.total,
  placedAt: later(-1 - choice),
})

export const mutations: readonly Mutation[] = [
  ...ofIdentity,
  ...ofAddress,
  ...ofMoney,
  ...ofStock,
  ...ofDispatch,
  ...ofRisk,
]
