import type { Facts, SkuFacts } from '../../../../events/quality/facts.ts'
import type { Order } from '../../../../functions/orders/order/order.ts'
import { later } from '../../../support/orders.ts'

/** The measures of one piece of any SKU of a valid order. */
export const aPiece = {
  weightGrams: 300,
  dimensionsMm: { length: 200, width: 100, height: 50 },
} as const satisfies SkuFacts

/** Fiscal data, parcel, freight and invoice of an order, all valid for it. */
export function dispatchFactsFor(order: Order): Facts {
  const { id, externalId, channel, customer, shippingAddress, lines, totals, contentVersion } = order
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return {
    handlingP90Minutes: 600,
    cutOff: '15:00',
    warehouseUf: 'SP',
    carriers: [
      { name: 'Lenta', maxWeightGrams: 100, maxSideMm: 100, maxSumMm: 100, cubicDivisor: 6000 },
      { name: 'Rota', maxWeightGrams: 1_000_000, maxSideMm: 1000, maxSumMm: 2000, cubicDivisor: 6000 },
    ],
    carrier: 'Rota',
    scale: { measuredGrams: pieces * aPiece.weightGrams + 250, packagingGrams: 200 },
    freightQuote: { service: 'Rota', servesCep: true, price: totals.freight, restrictedGoods: ['SKU-OTHER'] },
    fiscalItems: lines.map(({ sku }) => ({
      sku,
      ncm: '34060000',
      taxSubstitution: false,
      cfop: shippingAddress.uf === 'SP' ? '5102' : '6108',
      csosn: '102',
      imported: true,
      icmsRate: 4,
    })),
    marketplaces: [{ channel, document: '03.007.331/0001-41' }],
    intermediary: { document: '03007331000141', sellerId: 'LOJA1' },
    invoice: {
      status: 'authorised',
      key: '43180906929383000163550010000000261000010301',
      recipientDocument: customer.document ?? '',
      total: totals.total,
      contentVersion,
    },
    channelOrder: { status: 'open', total: totals.total, readAt: later(-5) },
    packScan: {
      items: lines.map(({ sku, quantity }) => ({ sku, quantity })).reverse(),
      labelOrder: externalId,
      invoiceOrder: id,
      trackingOrder: externalId,
    },
  }
}
