import type { Facts, OrderFacts } from '../../../events/quality/facts.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { later } from '../../support/orders.ts'

/** Errors between an order's pass and its parcel, each with the code of the one check that must find it. */
export const dispatchMutations: readonly {
  readonly name: string
  readonly check: string
  readonly facts: readonly [Change, ...Change[]]
}[] = [
  {
    name: 'a dispatch deadline that cannot be met',
    check: 'dispatch-deadline',
    facts: [() => ({ handlingP90Minutes: 1741 }), () => ({ handlingP90Minutes: 1201, cutOff: '08:00' })],
  },
  {
    name: 'a parcel that its carrier rejects',
    check: 'carrier-limits',
    facts: [
      () => ({ carrier: 'Lenta' }),
      () => ({ carrier: 'Foguete' }),
      ({ skus }, { lines: [line] }) => ({
        skus: { ...skus, [line?.sku ?? '']: { ...skus?.[line?.sku ?? ''], weightGrams: 300, ...tooLong } },
      }),
    ],
  },
  {
    name: 'a parcel of another weight',
    check: 'weight-mismatch',
    facts: [
      ({ scale }) => ({ scale: { packagingGrams: 200, measuredGrams: (scale?.measuredGrams ?? 0) * 2 } }),
      () => ({ scale: { packagingGrams: 200, measuredGrams: 1 } }),
    ],
  },
  {
    name: 'a freight service that does not serve the order',
    check: 'freight',
    facts: [
      quoted(() => ({ servesCep: false })),
      quoted(({ lines: [line] }) => ({ restrictedGoods: [line?.sku ?? ''] })),
      quoted(({ totals: { freight } }) =>
        freight === 0 ? { servesCep: false } : { price: freight * 2 + 1000 },
      ),
    ],
  },
  {
    name: 'an item with invalid fiscal data',
    check: 'item-fiscal-data',
    facts: [
      fiscal({ ncm: '340600' }),
      fiscal({ taxSubstitution: true }),
      fiscal({ gtin: '7896714219319' }),
      fiscal({ csosn: '500', cest: '2806300' }),
      ({ fiscalItems = [] }) => ({ fiscalItems: fiscalItems.slice(1) }),
    ],
  },
  {
    name: 'a CFOP of another destination',
    check: 'interstate',
    facts: [({ fiscalItems = [] }) => ({ fiscalItems: fiscalItems.map(elsewhere) })],
  },
  {
    name: 'a wrong, missing or superfluous intermediary',
    check: 'intermediary',
    facts: [
      () => ({ intermediary: { document: '11222333000181', sellerId: 'LOJA1' } }),
      () => ({ intermediary: { document: '03007331000141' } }),
      () => ({ marketplaces: [] }),
    ],
  },
  {
    name: 'an invoice that does not match the order',
    check: 'invoice-coherence',
    facts: [
      invoiced({ status: 'rejected' }),
      invoiced({ alsoOf: 'ord_other' }),
      invoiced({ recipientDocument: '529.982.247-25' }),
      invoiced({ total: 1_000_000_000 }),
      invoiced({ contentVersion: 7 }),
    ],
  },
  {
    name: 'an order that differs at its channel',
    check: 'last-look',
    facts: [
      read({ status: 'cancelled' }),
      read({ status: 'changed' }),
      read({ total: 1_000_000_000, readAt: later(0) }),
    ],
  },
  {
    name: 'a parcel that differs from the order',
    check: 'pack-scan',
    facts: [
      scanned(({ items }) => ({ items: items.slice(1) })),
      scanned(({ items }) => ({ items: [...items, { sku: 'SKU-OTHER', quantity: 1 }] })),
      scanned(() => ({ labelOrder: 'V-other' })),
      scanned(() => ({ trackingOrder: 'V-other' })),
    ],
  },
]

type Change = (facts: Facts, order: Order) => Facts

type Recorded<Name extends keyof OrderFacts> = NonNullable<OrderFacts[Name]>

const tooLong = { dimensionsMm: { length: 1001, width: 10, height: 10 } }

function quoted(change: (order: Order) => Partial<Recorded<'freightQuote'>>): Change {
  return ({ freightQuote }, order) =>
    freightQuote === undefined ? {} : { freightQuote: { ...freightQuote, ...change(order) } }
}

function fiscal(changes: Partial<Recorded<'fiscalItems'>[number]>): Change {
  return ({ fiscalItems = [] }) => ({
    fiscalItems: fiscalItems.map((item, n) => (n === 0 ? { ...item, ...changes } : item)),
  })
}

function invoiced(changes: Partial<Recorded<'invoice'>>): Change {
  return ({ invoice }) => (invoice === undefined ? {} : { invoice: { ...invoice, ...changes } })
}

function read(changes: Partial<Recorded<'channelOrder'>>): Change {
  return ({ channelOrder }) =>
    channelOrder === undefined ? {} : { channelOrder: { ...channelOrder, ...changes } }
}

function scanned(change: (scan: Recorded<'packScan'>) => Partial<Recorded<'packScan'>>): Change {
  return ({ packScan }) => (packScan === undefined ? {} : { packScan: { ...packScan, ...change(packScan) } })
}

const elsewhere = (item: Recorded<'fiscalItems'>[number]) => ({
  ...item,
  cfop: item.cfop.startsWith('5') ? '6108' : '5102',
})
