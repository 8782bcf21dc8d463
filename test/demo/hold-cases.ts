import type { OrderFacts, SkuFacts, StoreFacts } from '../../events/quality/facts.ts'
import { sampleCnpj, sampleCpf } from '../../infra/start/sample-documents.ts'
import { type SampleOrder, sampleDefects } from '../../infra/start/sample-orders.ts'

/** An order that one check holds, and the field that the evidence must name. */
export interface HoldCase {
  readonly check: string
  /** Field of the first evidence. */
  readonly field: string
  /** Makes the placed order invalid. */
  readonly order?: (order: SampleOrder) => SampleOrder
  /** SKU facts recorded before the order is placed. */
  readonly sku?: (order: SampleOrder) => SkuFacts
  /** Order facts recorded after the order has passed; they re-run the check. */
  readonly facts?: (order: SampleOrder) => OrderFacts
  /** Quantities of the orders that the same customer placed just before. */
  readonly before?: readonly number[]
}

const skuOf = ({ lines: [line] }: SampleOrder): string => line?.sku ?? ''
const withQuantity = ({ lines: [line] }: SampleOrder): number => line?.quantity ?? 0

const fiscalItem = (order: SampleOrder) => ({
  sku: skuOf(order),
  ncm: '69120000',
  cfop: '5102',
  csosn: '102',
  taxSubstitution: false,
  imported: false,
})

/** Data errors in the order itself. */
const dataErrorCases: readonly HoldCase[] = [
  { check: 'cpf', field: 'customer.document' },
  { check: 'cnpj', field: 'customer.document' },
  { check: 'cep-uf', field: 'shippingAddress.cep' },
  { check: 'municipality-uf', field: 'shippingAddress.ibgeCode' },
  { check: 'address-incomplete', field: 'shippingAddress.number' },
  { check: 'payment-coverage', field: 'payment.approvedAmount' },
  { check: 'arithmetic', field: 'totals.total' },
].map((one) => ({ ...one, order: (order) => sampleDefects[one.check]?.(order) ?? order }))

const orderCases: readonly HoldCase[] = [
  {
    check: 'recipient',
    field: 'customer.document',
    order: ({ customer: { document: _, ...customer }, ...order }) => ({ ...order, customer }),
  },
  { check: 'probable-duplicate', field: 'id', before: [1] },
  { check: 'fraud', field: 'customer.document', before: [2, 3] },
]

const skuCases: readonly HoldCase[] = [
  { check: 'price', field: 'lines[0].unitPrice', sku: () => ({ price: 9990 }) },
  { check: 'oversell', field: 'lines[0].quantity', sku: (order) => ({ available: withQuantity(order) - 1 }) },
]

const factCases: readonly HoldCase[] = [
  {
    check: 'state-registration',
    field: 'recipientTax.stateRegistration',
    facts: () => ({ recipientTax: { taxpayer: true } }),
  },
  {
    check: 'payment-identity',
    field: 'authorisation.payerDocument',
    facts: ({ totals: { total } }) => ({
      authorisation: { payerDocument: sampleCnpj('12ABC345', 1), total },
    }),
  },
  {
    check: 'channel-fees',
    field: 'channelFees.reported',
    facts: () => ({ channelFees: { commission: 500, fixed: 600, freight: 0, reported: 1900 } }),
  },
  {
    check: 'listing-mapping',
    field: 'lines[0].sku',
    facts: (order) => ({
      listings: [{ sku: skuOf(order), mapping: 'ambiguous', kit: false, expanded: false }],
    }),
  },
  {
    check: 'reservation',
    field: 'reservation.status',
    facts: () => ({ reservation: { status: 'missing', lots: [] } }),
  },
  {
    check: 'weight-mismatch',
    field: 'scale.measuredGrams',
    facts: () => ({ scale: { measuredGrams: 5000, packagingGrams: 100 } }),
  },
  {
    check: 'freight',
    field: 'shippingAddress.cep',
    facts: ({ totals }) => ({
      freightQuote: {
        service: 'Expressa',
        servesCep: false,
        price: totals.freight ?? 0,
        restrictedGoods: [],
      },
    }),
  },
  {
    check: 'item-fiscal-data',
    field: 'fiscalItems[0].ncm',
    facts: (order) => ({ fiscalItems: [{ ...fiscalItem(order), ncm: '6912' }] }),
  },
  {
    check: 'invoice-coherence',
    field: 'invoice.total',
    facts: ({ customer, totals }) => ({
      invoice: {
        status: 'authorised',
        key: '43180906929383000163550010000000261000010301',
        recipientDocument: customer.document ?? '',
        total: totals.total - 1,
        contentVersion: 1,
      },
    }),
  },
  { check: 'open-problem', field: 'openComplaints', facts: () => ({ openComplaints: 1 }) },
  {
    check: 'last-look',
    field: 'channelOrder.status',
    facts: ({ totals: { total } }) => ({
      channelOrder: { status: 'cancelled', total, readAt: new Date().toISOString() },
    }),
  },
  {
    check: 'pack-scan',
    field: 'packScan.items',
    facts: (order) => ({
      packScan: {
        items: [{ sku: skuOf(order), quantity: withQuantity(order) + 1 }],
        labelOrder: order.externalId,
        invoiceOrder: order.externalId,
      },
    }),
  },
]

/** One order for each check that a data error, a SKU fact or an order fact makes fail. */
export const holdCases: readonly HoldCase[] = [...dataErrorCases, ...orderCases, ...skuCases, ...factCases]

/** Store facts: handling time, carriers, issuer and marketplaces. */
export const storeFactsCases: StoreFacts = {
  handlingP90Minutes: 600,
  carriers: [{ name: 'Rota', maxWeightGrams: 30_000, maxSideMm: 1000, maxSumMm: 2000, cubicDivisor: 6000 }],
  issuer: { document: sampleCnpj('11222333', 1), uf: 'SP' },
  marketplaces: [{ channel: 'mercado-livre', document: '03.007.331/0001-41' }],
}

/** A small item within the limits of the carrier. */
const smallItem: SkuFacts = {
  weightGrams: 380,
  dimensionsMm: { length: 120, width: 120, height: 100 },
}

/** One order for each check that needs the store facts above. */
export const casesWithStoreFacts: readonly HoldCase[] = [
  {
    check: 'dispatch-deadline',
    field: 'dispatchBy',
    sku: () => smallItem,
    order: (order) => ({ ...order, dispatchBy: new Date(Date.now() + 3_600_000).toISOString() }),
  },
  {
    check: 'carrier-limits',
    field: 'lines[0].dimensionsMm',
    sku: () => ({ ...smallItem, dimensionsMm: { length: 1200, width: 20, height: 20 } }),
  },
  {
    check: 'interstate',
    field: 'fiscalItems[0].cfop',
    sku: () => smallItem,
    facts: (order) => ({ fiscalItems: [{ ...fiscalItem(order), cfop: '6102' }] }),
  },
  {
    check: 'intermediary',
    field: 'intermediary.document',
    sku: () => smallItem,
    facts: () => ({ intermediary: { document: sampleCnpj('12ABC345', 1), sellerId: 'LOJAAZUL' } }),
  },
]

/** A fictitious customer that no other demo uses. */
export const sampleCustomer = (n: number, mark: string): SampleOrder['customer'] => ({
  name: 'Maria Souza',
  email: `q.${mark}@example.com`,
  phone: `+55119${String(80_000_000 + (n % 10_000_000))}`,
  document: sampleCpf(n),
})
