import { fingerprint } from '../../../shared/ids.ts'

/** A call that a platform makes, signed by nobody yet. */
export interface PlatformCall {
  readonly platform: 'shopify' | 'woocommerce'
  readonly topic: string
  readonly body: string
  /** What tells it from every other call, and is the same for its repeats. */
  readonly key: string
}

const day = (sale: number, minutes: number): string =>
  new Date(Date.parse('2026-11-01T12:00:00Z') + sale * 60_000 + minutes * 3_600_000)
    .toISOString()
    .replace('.000Z', 'Z')

const call = (platform: PlatformCall['platform'], topic: string, body: object, at: string): PlatformCall => {
  const text = JSON.stringify(body)
  return { platform, topic, body: text, key: fingerprint(platform, topic, text, at).slice(0, 32) }
}

interface ShopifyState {
  readonly financial: string
  readonly fulfillment: string | null
  readonly number: string
  readonly fulfillments?: readonly object[]
  readonly refunds?: readonly object[]
  readonly cancelledAt?: string
}

const parcel = (n: number, hour: number, status: string, updated: number) => ({
  id: `77${n}`,
  order_id: `90000000000000${n}`,
  status: 'success',
  shipment_status: status,
  created_at: day(n, hour),
  updated_at: day(n, updated),
  tracking_company: 'Correios',
  tracking_number: `QB${n}BR`,
})

const refund = (n: number, hour: number, restock: string, amount: string) => ({
  id: `88${n}`,
  order_id: `90000000000000${n}`,
  created_at: day(n, hour),
  processed_at: day(n, hour),
  transactions: [{ kind: 'refund', status: 'success', amount, currency: 'BRL' }],
  refund_line_items: [
    { line_item_id: '1', quantity: 1, restock_type: restock, subtotal: '10.00', total_tax: '0.00' },
  ],
})

const shopifyOrder = (n: number, hour: number, state: ShopifyState) => ({
  id: `90000000000000${n}`,
  created_at: day(n, 0),
  updated_at: day(n, hour),
  processed_at: day(n, 1),
  cancelled_at: state.cancelledAt ?? null,
  cancel_reason: state.cancelledAt === undefined ? null : 'customer',
  currency: 'BRL',
  financial_status: state.financial,
  fulfillment_status: state.fulfillment,
  taxes_included: true,
  total_price: '34.90',
  email: `c${n}@example.com`,
  customer: { id: `55${n}`, first_name: 'Cliente', last_name: `Número ${n}` },
  note_attributes: [{ name: 'cpf', value: '529.982.247-25' }],
  shipping_address: {
    name: `Cliente ${n}`,
    address1: `Rua Um, ${state.number}`,
    city: 'São Paulo',
    zip: '01310-200',
    province_code: 'SP',
    country_code: 'BR',
  },
  line_items: [
    { id: '1', sku: `SKU-${n % 7}`, name: 'Caneca', quantity: 3, price: '10.00', fulfillment_status: null },
  ],
  shipping_lines: [{ price: '4.90' }],
  fulfillments: state.fulfillments ?? [],
  refunds: state.refunds ?? [],
})

/** Bought, paid, moved to another house, sent, delivered, sent back. */
function returnedSale(n: number): PlatformCall[] {
  const sent = parcel(n, 4, 'in_transit', 4)
  const arrived = parcel(n, 4, 'delivered', 6)
  const back = refund(n, 8, 'return', '10.00')
  const paid = { financial: 'paid', fulfillment: null, number: '2' }
  const shipped = { ...paid, fulfillment: 'fulfilled' }
  return [
    call(
      'shopify',
      'orders/create',
      shopifyOrder(n, 0, { ...paid, financial: 'pending', number: '1' }),
      day(n, 0),
    ),
    call('shopify', 'orders/paid', shopifyOrder(n, 1, { ...paid, number: '1' }), day(n, 1)),
    call('shopify', 'orders/updated', shopifyOrder(n, 2, paid), day(n, 2)),
    call('shopify', 'fulfillments/create', sent, day(n, 4)),
    call('shopify', 'orders/fulfilled', shopifyOrder(n, 4, { ...shipped, fulfillments: [sent] }), day(n, 4)),
    call('shopify', 'fulfillments/update', arrived, day(n, 6)),
    call('shopify', 'refunds/create', back, day(n, 8)),
    call(
      'shopify',
      'orders/updated',
      shopifyOrder(n, 8, {
        ...shipped,
        financial: 'partially_refunded',
        fulfillments: [arrived],
        refunds: [back],
      }),
      day(n, 8),
    ),
  ]
}

/** Bought, paid, cancelled and refunded before it left. */
function cancelledSale(n: number): PlatformCall[] {
  const back = refund(n, 3, 'cancel', '34.90')
  const paid = { financial: 'paid', fulfillment: null, number: '1' }
  return [
    call('shopify', 'orders/create', shopifyOrder(n, 0, { ...paid, financial: 'pending' }), day(n, 0)),
    call('shopify', 'orders/paid', shopifyOrder(n, 1, paid), day(n, 1)),
    call('shopify', 'refunds/create', back, day(n, 3)),
    call(
      'shopify',
      'orders/cancelled',
      shopifyOrder(n, 3, { ...paid, financial: 'refunded', cancelledAt: day(n, 3), refunds: [back] }),
      day(n, 3),
    ),
  ]
}

const wooOrder = (n: number, hour: number, status: string, quantity: number) => ({
  id: n,
  status,
  currency: 'BRL',
  date_created_gmt: day(n, 0).replace('Z', ''),
  date_modified_gmt: day(n, hour).replace('Z', ''),
  date_paid_gmt: hour === 0 ? null : day(n, 1).replace('Z', ''),
  date_completed_gmt: status === 'completed' ? day(n, hour).replace('Z', '') : null,
  shipping_total: '5.00',
  total_tax: '0.00',
  total: `${10 * quantity + 5}.00`,
  billing: {
    first_name: 'Compra',
    last_name: `${n}`,
    cpf: '529.982.247-25',
    address_1: 'Rua Dois',
    number: '3',
  },
  line_items: [
    {
      id: 1,
      name: 'Pires',
      product_id: 5,
      quantity,
      sku: 'PIRES',
      subtotal: `${10 * quantity}.00`,
      total: `${10 * quantity}.00`,
    },
  ],
  correios_tracking_code: status === 'completed' ? `QC${n}BR` : '',
})

/** Bought, one piece more, paid, sent. */
const sentSale = (n: number): PlatformCall[] =>
  (
    [
      ['order.created', 0, 'pending', 1],
      ['order.updated', 0.5, 'on-hold', 2],
      ['order.updated', 1, 'processing', 2],
      ['order.updated', 5, 'completed', 2],
    ] as const
  ).map(([topic, hour, status, quantity]) =>
    call('woocommerce', topic, wooOrder(n, hour, status, quantity), day(n, hour)),
  )

/** Calls that change nothing: of topics that nobody needs or knows, and of bodies that are none. */
const noise = (n: number): PlatformCall[] => [
  call('shopify', 'products/update', { id: `66${n}` }, day(n, 1)),
  call('woocommerce', 'order.sung', { id: n, song: n }, day(n, 1)),
  { platform: 'shopify', topic: 'orders/updated', body: `{"id": ${n}`, key: `broken-${n}` },
  call('shopify', 'orders/updated', { id: `99${n}`, currency: 'BRL' }, day(n, 1)),
]

const scenarios = [returnedSale, sentSale, cancelledSale, sentSale, noise]

/** What happened to each of some sales, in order: so many calls at least in all. */
export function saleScenarios(atLeast: number): PlatformCall[][] {
  const sales: PlatformCall[][] = []
  for (let n = 1, calls = 0; calls < atLeast; n += 1) {
    const scenario = scenarios[n % scenarios.length]?.(n) ?? []
    sales.push(scenario)
    calls += scenario.length
  }
  return sales
}
