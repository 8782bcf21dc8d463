import type { SessionConnection } from '../../../functions/channels/platforms/fetch/channel-session.client.ts'
import { budgetOf } from '../../../functions/channels/platforms/fetch/platform-request.client.ts'
import { fetchBack } from '../../../functions/channels/platforms/fetch-back.usecase.ts'
import { connectionTo, type FetchFixture, startFetchFixture } from './fetch-fixture.ts'

let fixture: FetchFixture
let seller: SessionConnection
beforeAll(async () => {
  fixture = await startFetchFixture()
})
afterAll(() => fixture.stop())

const order = (id: number, more: object = {}) => ({
  id,
  status: 'paid',
  last_updated: '2026-11-01T09:37:20.000-04:00',
  total_amount: 59.9,
  order_items: [{ quantity: 1, unit_price: 59.9 }],
  payments: [{ id: 7, status: 'approved' }],
  seller: { id: 77 },
  ...more,
})

let lastId = 2_000_009_713_473_600
/** Puts a new order into Mercado Livre's sandbox; its id exceeds 32 bits. */
function putOrder(more: object = {}): number {
  lastId += 1
  fixture.sandboxes.put('mercado-livre', `/orders/${lastId}`, order(lastId, more))
  return lastId
}

const fetchOrder = (id: number, milliseconds = 10_000) =>
  fetchBack(
    { platform: 'mercado-livre', connection: seller, topic: 'orders_v2', resource: `/orders/${id}` },
    budgetOf(milliseconds),
  )
const asked = (path: string) =>
  fixture.sandboxes.requests('mercado-livre').filter((request) => request === `GET ${path}`).length

describe('fetching back from Mercado Livre', () => {
  beforeAll(async () => {
    seller = await connectionTo('mercado-livre', '77')
  })

  it('fetches an order with shipment, deadline, cart, discounts and billing data, numbers as text', async () => {
    const id = putOrder({
      shipping: { id: 44028792542 },
      pack_id: 2000006556183755,
      buyer: { billing_info: { id: '987' } },
      context: { site: 'MLB' },
    })
    const { sandboxes } = fixture
    sandboxes.put('mercado-livre', '/shipments/44028792542', { id: 44028792542, status: 'pending' })
    sandboxes.put('mercado-livre', '/shipments/44028792542/sla', { status: 'on_time' })
    sandboxes.put('mercado-livre', '/packs/2000006556183755', { id: 2000006556183755 })
    sandboxes.put('mercado-livre', `/orders/${id}/discounts`, '{"details":[{"amount":446.70}]}')
    sandboxes.put('mercado-livre', '/orders/billing-info/MLB/987', { site_id: 'MLB' })
    expect(await fetchOrder(id)).toMatchObject([
      {
        about: 'order',
        documents: {
          order: { id: String(id), total_amount: '59.9' },
          shipment: { id: '44028792542' },
          sla: { status: 'on_time' },
          pack: { id: '2000006556183755' },
          discounts: { details: [{ amount: '446.70' }] },
          billing: { site_id: 'MLB' },
        },
        missing: [],
      },
    ])
  })

  it('leaves out documents that do not exist', async () => {
    const id = putOrder({ shipping: { id: 1 } })
    const [fetched] = (await fetchOrder(id)) ?? []
    expect(Object.keys(fetched?.documents ?? {})).toEqual(['order'])
  })

  it('reports missing fields and rejects an order without lines', async () => {
    const id = putOrder()
    fixture.sandboxes.disturb(
      'mercado-livre',
      { kind: 'partial', missing: ['feedback', 'tags'] },
      `/orders/${id}`,
    )
    expect(await fetchOrder(id)).toMatchObject([{ missing: ['order.feedback', 'order.tags'] }])
    fixture.sandboxes.disturb('mercado-livre', { kind: 'partial', missing: ['order_items'] }, `/orders/${id}`)
    await expect(fetchOrder(id)).rejects.toMatchObject({ code: 'platform-unavailable' })
  })

  it('fetches all orders of a shipment', async () => {
    const ids = [putOrder(), putOrder()]
    fixture.sandboxes.put('mercado-livre', '/shipments/5001', { id: 5001, order_id: null })
    fixture.sandboxes.put(
      'mercado-livre',
      '/shipments/5001/items',
      ids.map((order_id) => ({ order_id })),
    )
    const fetched = await fetchBack({
      platform: 'mercado-livre',
      connection: seller,
      topic: 'shipments',
      resource: '/shipments/5001',
    })
    expect(fetched).toMatchObject(
      ids.map((id) => ({ about: 'order', documents: { order: { id: String(id) } } })),
    )
  })

  it('fetches a claim with its return, and a banned question', async () => {
    const { sandboxes } = fixture
    sandboxes.put('mercado-livre', '/post-purchase/v1/claims/525', { id: 525, status: 'opened' })
    sandboxes.put('mercado-livre', '/post-purchase/v2/claims/525/returns', { id: 57341011 })
    sandboxes.put('mercado-livre', '/questions/122', { id: 122, text: 'Tem azul?', status: 'BANNED' })
    sandboxes.disturb('mercado-livre', { kind: 'empty', fields: ['text'] }, '/questions/122')
    const of = (topic: string, resource: string) =>
      fetchBack({ platform: 'mercado-livre', connection: seller, topic, resource })
    // The leading slash is optional.
    expect(await of('post_purchase', 'post-purchase/v1/claims/525')).toMatchObject([
      { about: 'claim', documents: { claim: { id: '525' }, return: { id: '57341011' } } },
    ])
    expect(await of('questions', '/questions/122')).toMatchObject([{ documents: { question: { text: '' } } }])
  })

  it('rejects an order of another seller and a resource of another host', async () => {
    const id = putOrder({ seller: { id: 78 } })
    await expect(fetchOrder(id)).rejects.toMatchObject({ code: 'platform-refused' })
    const before = fixture.sandboxes.requests('mercado-livre').length
    for (const resource of [
      '/orders/../users/me',
      '//evil.example/orders/1',
      '/orders/1?access=2',
      '/users/1',
      '',
    ])
      await expect(
        fetchBack({ platform: 'mercado-livre', connection: seller, topic: 'orders_v2', resource }),
      ).rejects.toMatchObject({ code: 'platform-refused' })
    expect(fixture.sandboxes.requests('mercado-livre')).toHaveLength(before)
  })

  it('retries after 429, 5xx and a broken connection', async () => {
    const id = putOrder()
    const path = `/orders/${id}`
    fixture.sandboxes.disturb('mercado-livre', { kind: 'throttled', retryAfter: '0.1' }, path)
    fixture.sandboxes.disturb('mercado-livre', { kind: 'failing', status: 503 }, path)
    fixture.sandboxes.disturb('mercado-livre', { kind: 'dead' }, path)
    expect(await fetchOrder(id)).toMatchObject([{ about: 'order' }])
    expect(asked(path)).toBe(4)
  })

  it('fails as unavailable when Retry-After exceeds the budget', async () => {
    const id = putOrder()
    fixture.sandboxes.disturb('mercado-livre', { kind: 'throttled', retryAfter: '120' }, `/orders/${id}`)
    await expect(fetchOrder(id)).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(asked(`/orders/${id}`)).toBe(1)
  })

  it('times out on a slow response', async () => {
    const id = putOrder()
    fixture.sandboxes.disturb('mercado-livre', { kind: 'dripping' }, `/orders/${id}`)
    await expect(fetchOrder(id, 300)).rejects.toMatchObject({
      code: 'platform-unavailable',
      cause: { message: 'aborted' },
    })
    expect(asked(`/orders/${id}`)).toBe(1)
  })

  it('rejects redirects', async () => {
    const id = putOrder()
    const to = `${fixture.sandboxes.urls['mercado-livre']}/orders/${id}`
    fixture.sandboxes.disturb('mercado-livre', { kind: 'redirecting', to }, `/orders/${id}`)
    await expect(fetchOrder(id)).rejects.toMatchObject({ code: 'platform-refused' })
    expect(asked(`/orders/${id}`)).toBe(1)
  })

  it('fails permanently when the resource does not exist', async () => {
    await expect(fetchOrder(404)).rejects.toMatchObject({
      code: 'platform-refused',
      details: { status: 404 },
    })
  })
})

describe('fetching back from other platforms', () => {
  it('fetches an order of Nuvemshop', async () => {
    const connection = await connectionTo('nuvemshop', '271146')
    fixture.sandboxes.put('nuvemshop', '/v1/271146/orders/450789469', '{"id":450789469,"total":"1234.50"}')
    const call = {
      platform: 'nuvemshop' as const,
      connection,
      topic: 'order/paid',
      resource: 'orders/450789469',
    }
    expect(await fetchBack(call)).toMatchObject([{ documents: { order: { total: '1234.50' } } }])
  })

  it('fetches an order of VTEX and reports rejected keys', async () => {
    const connection = await connectionTo('vtex', 'lojaazul')
    fixture.sandboxes.put('vtex', '/api/oms/pvt/orders/v1-01', '{"orderId":"v1-01","value":1160}')
    const call = { platform: 'vtex' as const, connection, topic: 'handling', resource: 'orders/v1-01' }
    expect(await fetchBack(call)).toMatchObject([{ documents: { order: { value: '1160' } } }])
    const other = await connectionTo('vtex', 'lojaazul', { clientSecret: 'another' })
    await expect(fetchBack({ ...call, connection: other })).rejects.toMatchObject({
      code: 'platform-refused',
      details: { status: 401 },
    })
  })

  it('fetches a payment of Mercado Pago', async () => {
    const connection = await connectionTo('mercado-pago', '987654321')
    fixture.sandboxes.put('mercado-pago', '/v1/payments/1234567890', { id: 1234567890, status: 'approved' })
    const call = {
      platform: 'mercado-pago' as const,
      connection,
      topic: 'payment',
      resource: 'payments/1234567890',
    }
    expect(await fetchBack(call)).toMatchObject([
      { about: 'payment', documents: { payment: { status: 'approved' } } },
    ])
  })

  it('fetches nothing when the call carries everything', async () => {
    const connection = await connectionTo('shopify', 'loja')
    const call = { platform: 'shopify' as const, connection, topic: 'orders/paid', resource: 'orders/1' }
    expect(await fetchBack(call)).toBeUndefined()
  })
})
