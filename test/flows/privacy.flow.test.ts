import { freshOrder, type Reply, type Suite, startSuite } from '../support/suite.ts'

const store = 'loja-azul'
const day = 24 * 3_600_000

describe('a person’s data', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  const call = (method: string, path: string, body?: object): Promise<Reply> =>
    suite.call(store, method, path, {
      headers: { 'if-match': '*', 'idempotency-key': `${method}-${path}-${JSON.stringify(body)}` },
      ...(body === undefined ? {} : { body }),
    })
  const ask = async (kind: string, person: object): Promise<string> => {
    const { status, body } = await call('POST', '/privacy/requests', { kind, person })
    expect(status).toBe(201)
    await suite.cloud.idle()
    return body.id
  }
  const request = async (id: string) => (await call('GET', `/privacy/requests/${id}`)).body

  it('is told from all slices, and erased but for what has to be kept, with the reason', async () => {
    const first = freshOrder()
    const { customer } = first
    const cancelled = await suite.place(store, first)
    const open = await suite.place(store, { ...freshOrder(), customer })
    const ofAnother = await suite.place(store, freshOrder())
    await suite.cloud.idle()
    await call('POST', `/orders/${cancelled.id}/cancel`, { reason: `a pedido de ${customer.name}` })
    await suite.cloud.idle()

    const told = await ask('export', { documents: [customer.document ?? ''] })
    expect(await request(told)).toMatchObject({ status: 'finished', found: { order: 2, 'quality-run': 2 } })
    const { body: data } = await call('GET', `/privacy/requests/${told}/data`)
    const orders = data.slices.find(({ slice }: { slice: string }) => slice === 'orders').records
    expect(orders.map(({ id }: { id: string }) => id).sort()).toEqual([cancelled.id, open.id].sort())
    expect(JSON.stringify(data)).not.toContain(ofAnother.id)

    const erased = await ask('erasure', { documents: [customer.document ?? ''] })
    expect(await request(erased)).toMatchObject({
      status: 'waiting',
      erased: { order: 1, 'quality-run': 1 },
      kept: [{ kind: 'order', id: open.id, basis: 'contract' }],
    })
    const { body: order } = await call('GET', `/orders/${cancelled.id}`)
    expect(order).toMatchObject({
      status: 'cancelled',
      customer: { name: '(apagado)' },
      totals: first.totals,
    })
    expect((await call('GET', `/orders/${open.id}`)).body.customer).toEqual(customer)

    await call('POST', `/orders/${open.id}/cancel`, { reason: 'desistiu' })
    await suite.cloud.idle()
    suite.cloud.clock.advance(day + 3_600_000)
    await suite.cloud.idle()
    expect(await request(erased)).toMatchObject({ status: 'finished', kept: [], erased: { order: 2 } })
    expect((await call('GET', `/orders/${open.id}`)).body.customer).toEqual({ name: '(apagado)' })
  })
})
