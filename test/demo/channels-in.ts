import { type FreshSample, freshSample } from './channel-samples.ts'
import { type ChannelFixture, placedFor } from './channels-fixture.ts'
import { notice, sendCall } from './platform-calls.ts'

/** What a platform's sample is told as, and what must come of it. */
interface Sale {
  readonly platform: string
  readonly file: string
  /** The order's id in the sample. */
  readonly id: string
  readonly status: string
  /** Serves what is fetched, and gives the call. */
  readonly prepare: (
    sample: FreshSample,
    id: string,
    stage: ChannelFixture,
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

/** Each platform tells of a sale in its own way, and the order is there in ours, to the cent. */
export async function canonicalOrders(stage: ChannelFixture): Promise<void> {
  const { report: story } = stage
  story.step('Each tells of a sale, and the order is canonical')
  for (const { platform, file, id, status, prepare: told } of sales) {
    const sample = freshSample(file, [id])
    const externalId = sample.ids[id] ?? ''
    await stage.notify(platform, await told(sample, externalId, stage))
    const { totals, payment } = sample.order
    await story.eventually(
      `${platform} ${externalId}: status, payment, cents`,
      [status, payment.status, totals.total],
      async () => {
        const order = await stage.orderOf(platform, externalId)
        return [order.status, order.payment?.status, order.totals?.total]
      },
    )
    const { customer, lines, shippingAddress } = await stage.orderOf(platform, externalId)
    if (lines === undefined) continue
    const skus = lines.map((line: { sku: string; quantity: number }) => `${line.quantity} x ${line.sku}`)
    story.note(
      `${skus.join(', ')}; to ${shippingAddress.city}/${shippingAddress.uf}; document ${customer.document === undefined ? 'none' : 'there'}`,
    )
  }
  await payment(stage)
}

/** Mercado Pago tells of money for an order that the storefront placed. */
async function payment(stage: ChannelFixture): Promise<void> {
  const { report: story, shop } = stage
  const order = placedFor('loja-propria')
  const { body: placed } = await shop.post('/orders', order)
  const sample = freshSample('mercado-pago/payment-partly-refunded', ['112233445566778899'])
  const id = sample.ids['112233445566778899'] ?? ''
  const document = (sample.documents['payment'] ?? '')
    .replace('A-1001', order.externalId)
    .replace('"transaction_amount":94.8', `"transaction_amount":${(order.totals.total / 100).toFixed(2)}`)
  await stage.serve('mercado-pago', `/v1/payments/${id}`, document)
  const body = `{"action":"payment.updated","id":${Number(id.slice(-9))},"type":"payment","data":{"id":"${id}"}}`
  await stage.notify('mercado-pago', { topic: 'payment', body, id })
  await story.eventually(
    `mercado-pago pays ${order.externalId} of the storefront`,
    ['approved', order.totals.total, 1005],
    async () => {
      const { payment: paid } = (await shop.get(`/orders/${placed.id}`)).body
      return [paid.status, paid.approvedAmount, paid.refundedAmount]
    },
  )
}

/** The same call again, and an older word after a newer one: nothing changes. */
export async function repeats(stage: ChannelFixture): Promise<void> {
  const { report: story, shop, endpoints } = stage
  story.step('A call that comes again changes nothing')
  const id = '18446744073709551'
  const sample = freshSample('woocommerce/order-of-a-person', [id])
  const externalId = sample.ids[id] ?? ''
  const call = await stage.notify('woocommerce', sample)
  await story.eventually('the order is there', 'placed', async () => {
    return (await stage.orderOf('woocommerce', externalId)).status
  })
  const fromChannel = async () => {
    const { id: orderId } = await stage.orderOf('woocommerce', externalId)
    const { items } = (await shop.get(`/orders/${orderId}/history`)).body
    return items.filter(({ actor }: { actor: { id: string } }) => actor.id.startsWith('follow-channel'))
      .length
  }
  const { totals } = await stage.orderOf('woocommerce', externalId)
  const told = await fromChannel()
  const counted = async () => {
    const { connected } = stage
    const query = `connectionId=${connected.get('woocommerce')?.id}&limit=100`
    const { items } = (await shop.get(`/channels/deliveries?${query}`)).body
    return items.filter((one: { resource: string }) => one.resource === `order/${externalId}`).length
  }
  story.expect('deliveries kept of it', 1, await counted())
  for (let n = 0; n < 3; n += 1) story.expect('the same call again', 200, await sendCall(endpoints.api, call))
  const older = sample.body
    .replace('"2026-11-20T12:00:09"', '"2026-11-20T12:00:05"')
    .replace('37.40', '99.90')
  await stage.notify('woocommerce', { ...sample, body: older })
  await story.eventually('an older word is kept, and worked on', 2, counted)
  await processedDeliveries(stage, `order/${externalId}`)
  const after = await stage.orderOf('woocommerce', externalId)
  story.expect(
    'total, and events by the channel, as before',
    [totals, told],
    [after.totals, await fromChannel()],
  )
}

async function processedDeliveries(
  { report: story, shop, connected }: ChannelFixture,
  resource: string,
): Promise<void> {
  await story.eventually('nothing of it waits', 0, async () => {
    const query = `connectionId=${connected.get('woocommerce')?.id}&limit=100`
    const { items } = (await shop.get(`/channels/deliveries?${query}`)).body
    return items.filter(
      (one: { resource: string; state: string }) => one.resource === resource && one.state === 'received',
    ).length
  })
}
