import { type FreshSample, freshSample } from './channel-samples.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'
import { notice, sendCall } from './platform-calls.ts'

/** A sample sale of a platform and the expected order status. */
interface Sale {
  readonly platform: string
  readonly file: string
  /** Id of the order in the sample. */
  readonly id: string
  readonly status: string
  /** Serves the documents to fetch and returns the call. */
  readonly prepare: (
    sample: FreshSample,
    id: string,
    fixture: ChannelFixture,
  ) => Promise<{ topic: string; body: string }>
}

const sales: readonly Sale[] = [
  {
    platform: 'mercado-livre',
    file: 'mercado-livre/order-of-a-cart',
    id: '2000012345678901234',
    status: 'placed',
    prepare: async ({ documents }, id, { serve }) => {
      const { order = '', shipment = '', sla = '', billing = '' } = documents
      await serve('mercado-livre', `/orders/${id}`, order)
      await serve('mercado-livre', '/shipments/45001122334', shipment)
      await serve('mercado-livre', '/shipments/45001122334/sla', sla)
      await serve('mercado-livre', '/orders/billing-info/MLB/700100200300', billing)
      return { topic: 'orders_v2', body: notice('orders_v2', `/orders/${id}`) }
    },
  },
  {
    platform: 'shopify',
    file: 'shopify/order-with-removed-line',
    id: '9123372036854000123',
    status: 'placed',
    prepare: async ({ topic, body }) => ({ topic, body }),
  },
  {
    platform: 'woocommerce',
    file: 'woocommerce/order-of-a-person',
    id: '18446744073709551',
    status: 'placed',
    prepare: async ({ topic, body }) => ({ topic, body }),
  },
  {
    platform: 'nuvemshop',
    file: 'nuvemshop/order-shipped',
    id: '1593570001',
    status: 'dispatched',
    prepare: async ({ documents }, id, { serve }) => {
      await serve('nuvemshop', `/v1/5550001/orders/${id}`, documents['order'] ?? '')
      return { topic: 'order/fulfilled', body: `{"store_id":5550001,"event":"order/fulfilled","id":${id}}` }
    },
  },
  {
    platform: 'vtex',
    file: 'vtex/order-delivered-in-two-parcels',
    id: '1390000000001-01',
    status: 'delivered',
    prepare: async ({ documents }, id, { serve }) => {
      await serve('vtex', `/api/oms/pvt/orders/${id}`, documents['order'] ?? '')
      const body = {
        Domain: 'Fulfillment',
        OrderId: id,
        State: 'invoiced',
        LastState: 'invoice',
        LastChange: new Date().toISOString(),
        Origin: { Account: 'lojaazul', Key: 'vtexappkey-sandbox' },
      }
      return { topic: 'invoiced', body: JSON.stringify(body) }
    },
  },
]

/** Imports a sale from each platform and compares status, payment and total with the expected order. */
export async function canonicalOrders(fixture: ChannelFixture): Promise<void> {
  const { report } = fixture
  report.step('Import a sale from each platform as a canonical order')
  for (const { platform, file, id, status, prepare } of sales) {
    const sample = freshSample(file, [id])
    const externalId = sample.ids[id] ?? ''
    await fixture.notify(platform, await prepare(sample, externalId, fixture))
    const { totals, payment } = sample.order
    await report.eventually(
      `${platform} ${externalId}: status, payment, cents`,
      [status, payment.status, totals.total],
      async () => {
        const order = await fixture.orderOf(platform, externalId)
        return [order.status, order.payment?.status, order.totals?.total]
      },
    )
    const { customer, lines, shippingAddress } = await fixture.orderOf(platform, externalId)
    if (lines === undefined) continue
    const skus = lines.map((line: { sku: string; quantity: number }) => `${line.quantity} x ${line.sku}`)
    report.note(
      `${skus.join(', ')}; to ${shippingAddress.city}/${shippingAddress.uf}; document ${customer.document === undefined ? 'missing' : 'present'}`,
    )
  }
  await payment(fixture)
}

/** Mercado Pago reports a payment of a storefront order. */
async function payment(fixture: ChannelFixture): Promise<void> {
  const { report, shop } = fixture
  const order = placedFor('loja-propria')
  const { body: placed } = await shop.post('/orders', order)
  const sample = freshSample('mercado-pago/payment-partly-refunded', ['112233445566778899'])
  const id = sample.ids['112233445566778899'] ?? ''
  const document = (sample.documents['payment'] ?? '')
    .replace('A-1001', order.externalId)
    .replace('"transaction_amount":94.8', `"transaction_amount":${(order.totals.total / 100).toFixed(2)}`)
  await fixture.serve('mercado-pago', `/v1/payments/${id}`, document)
  const body = `{"action":"payment.updated","id":${Number(id.slice(-9))},"type":"payment","data":{"id":"${id}"}}`
  await fixture.notify('mercado-pago', { topic: 'payment', body, id })
  await report.eventually(
    `mercado-pago payment of storefront order ${order.externalId}: status, approved, refunded`,
    ['approved', order.totals.total, 1005],
    async () => {
      const { payment: paid } = (await shop.get(`/orders/${placed.id}`)).body
      return [paid.status, paid.approvedAmount, paid.refundedAmount]
    },
  )
}

/** Repeats a call, then sends an older update: the order stays the same. */
export async function repeats(fixture: ChannelFixture): Promise<void> {
  const { report, shop, endpoints } = fixture
  report.step('Repeat a call without a second effect')
  const id = '18446744073709551'
  const sample = freshSample('woocommerce/order-of-a-person', [id])
  const externalId = sample.ids[id] ?? ''
  const call = await fixture.notify('woocommerce', sample)
  await report.eventually('order status', 'placed', async () => {
    return (await fixture.orderOf('woocommerce', externalId)).status
  })
  const fromChannel = async () => {
    const { id: orderId } = await fixture.orderOf('woocommerce', externalId)
    const { items } = (await shop.get(`/orders/${orderId}/history`)).body
    return items.filter(({ actor }: { actor: { id: string } }) => actor.id.startsWith('follow-channel'))
      .length
  }
  const { totals } = await fixture.orderOf('woocommerce', externalId)
  const eventsBefore = await fromChannel()
  const counted = async () => {
    const { connected } = fixture
    const query = `connectionId=${connected.get('woocommerce')?.id}&limit=100`
    const { items } = (await shop.get(`/channels/deliveries?${query}`)).body
    return items.filter((one: { resource: string }) => one.resource === `order/${externalId}`).length
  }
  report.expect('deliveries stored', 1, await counted())
  for (let n = 0; n < 3; n += 1)
    report.expect('repeat the same call', 200, await sendCall(endpoints.api, call))
  const older = sample.body
    .replace('"2026-11-20T12:00:09"', '"2026-11-20T12:00:05"')
    .replace('37.40', '99.90')
  await fixture.notify('woocommerce', { ...sample, body: older })
  await report.eventually('deliveries stored after an older update', 2, counted)
  await processedDeliveries(fixture, `order/${externalId}`)
  const after = await fixture.orderOf('woocommerce', externalId)
  report.expect(
    'totals and channel events are unchanged',
    [totals, eventsBefore],
    [after.totals, await fromChannel()],
  )
}

async function processedDeliveries(
  { report, shop, connected }: ChannelFixture,
  resource: string,
): Promise<void> {
  await report.eventually('deliveries waiting', 0, async () => {
    const query = `connectionId=${connected.get('woocommerce')?.id}&limit=100`
    const { items } = (await shop.get(`/channels/deliveries?${query}`)).body
    return items.filter(
      (one: { resource: string; state: string }) => one.resource === resource && one.state === 'received',
    ).length
  })
}
