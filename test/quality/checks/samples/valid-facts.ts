import fc from 'fast-check'
import type { Line } from '../../../../events/orders/order-schema.ts'
import type { Facts, OrderFacts, SkuFacts } from '../../../../events/quality/facts.ts'
import type { Order } from '../../../../functions/orders/order/order.ts'
import { later } from '../../../support/orders.ts'
import { registrations } from './state-registrations.ts'
import { aPiece, dispatchFactsFor } from './valid-dispatch-facts.ts'

/** The choices that distinguish one set of facts from another. */
export interface FactSeed {
  readonly taxpayer: boolean
  /** Cost of each line as a share of its revenue, in percent. */
  readonly costPercent: number
  readonly spare: number
  readonly commission: number
  /** Cents by which the reported fees differ from the expected ones. */
  readonly off: number
  /** Whether the same person placed another order recently. */
  readonly orderedBefore: boolean
}

export const aFactSeed: fc.Arbitrary<FactSeed> = fc.record({
  taxpayer: fc.boolean(),
  costPercent: fc.integer({ min: 0, max: 100 }),
  spare: fc.nat({ max: 20 }),
  commission: fc.nat({ max: 50_000 }),
  off: fc.integer({ min: -50, max: 50 }),
  orderedBefore: fc.boolean(),
})

/** All facts of an order, all valid for it. */
export function factsFor(order: Order, seed: FactSeed): Facts {
  return {
    ...ofMoney(order, seed),
    ...ofStock(order, seed),
    ...dispatchFactsFor(order),
    recipientTax: recipientTaxOf(order, seed),
    issuer: { document: '11.222.333/0001-81', uf: 'SP' },
    recentOrders: seed.orderedBefore ? [otherOrder(order)] : [],
    buyer: { firstPurchase: !seed.orderedBefore, deviceOrdersInDay: 1 },
    denied: ['somebody@example.com', '529.982.247-25', '+5511900000000'],
    valueP95: order.totals.total,
    openComplaints: 0,
    openDefects: [
      { id: 'def_1', subject: 'sku', value: 'SKU-OTHER' },
      { id: 'def_2', subject: 'lot', value: 'SKU-0' },
    ],
  }
}

function ofMoney({ customer, totals, dispatchBy }: Order, { commission, off }: FactSeed): OrderFacts {
  const fees = { commission, fixed: 600, freight: 100, reported: commission + 700 + off }
  const payout = totals.total - fees.reported
  return {
    authorisation: {
      total: totals.total,
      ...(customer.document === undefined ? {} : { payerDocument: customer.document }),
      ...(dispatchBy === undefined ? {} : { endsAt: dispatchBy }),
    },
    channelFees: payout < 0 ? fees : { ...fees, payout },
  }
}

function ofStock({ lines, totals }: Order, { costPercent, spare }: FactSeed): Facts {
  const goods = lines.reduce((sum, line) => sum + netOf(line), 0)
  const ofLine = (line: Line): SkuFacts => {
    const share = goods === 0 ? 0 : Math.ceil((totals.discount * netOf(line)) / goods)
    const revenue = netOf(line) - share
    return {
      price: line.unitPrice,
      cost: Math.max(0, Math.floor((revenue * costPercent) / 100 / line.quantity)),
      available: line.quantity + spare,
      ...aPiece,
    }
  }
  return {
    skus: Object.fromEntries(lines.map((line) => [line.sku, ofLine(line)])),
    listings: lines.map(({ sku }) => ({ sku, mapping: 'mapped', kit: true, expanded: true })),
    reservation: {
      status: 'held',
      expiresAt: later(60),
      location: 'sp-1',
      expectedLocation: 'sp-1',
      lots: [{ lot: 'L1', state: 'good' }],
    },
  }
}

const netOf = ({ quantity, unitPrice, discount }: Line): number => quantity * unitPrice - discount

function recipientTaxOf({ shippingAddress }: Order, { taxpayer }: FactSeed): OrderFacts['recipientTax'] {
  const registration = registrations.find(([uf]) => uf === shippingAddress.uf)?.[1]
  return taxpayer && registration !== undefined
    ? { taxpayer: true, stateRegistration: registration, finalConsumer: false }
    : { taxpayer: false, finalConsumer: true }
}

/** The same person's order of an hour ago, with other goods and another address. */
const otherOrder = ({ customer, totals }: Order) => ({
  id: 'ord_before',
  externalId: 'BEFORE',
  document: customer.document,
  phone: customer.phone,
  cep: '20040-002',
  number: '9',
  skus: { 'SKU-OTHER': 1 },
  total: totals.total,
  placedAt: later(-60),
})
