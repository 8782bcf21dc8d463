import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'

describe('an order evaluated with recorded facts', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  const orderOf = async (id: string) => (await suite.call(store, 'GET', `/orders/${id}`)).body
  const historyOf = async (id: string): Promise<string[]> => {
    const { body } = await suite.call(store, 'GET', `/orders/${id}/history`)
    return body.items.map(({ type }: { type: string }) => type)
  }
  const put = async (path: string, body: object) => {
    const { headers } = await suite.call(store, 'GET', path)
    const reply = await suite.call(store, 'PUT', path, {
      body,
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    expect(reply.status).toBe(200)
  }

  it('is held by one recorded fact and passes after another', async () => {
    const { id } = await suite.place(store, freshOrder())
    await suite.cloud.idle()
    expect((await orderOf(id)).quality).toBe('passed')

    await put(`/quality/facts/orders/${id}`, { openComplaints: 1 })
    await suite.cloud.idle()
    expect((await orderOf(id)).blockers).toContain('hold:open-problem')

    await put(`/quality/facts/orders/${id}`, { openComplaints: 0 })
    await suite.cloud.idle()
    expect(await orderOf(id)).toMatchObject({ quality: 'passed', held: false })
    expect(await historyOf(id)).toEqual(['order.placed', 'order.passed', 'order.held', 'order.released'])
  })

  it('is auto-corrected once and keeps an undone correction undone', async () => {
    await put('/quality/checks/cep-uf', { mode: 'hold', autoCorrect: true })
    const right = freshOrder()
    const { uf = '' } = right.shippingAddress
    const { id } = await suite.place(store, {
      ...right,
      shippingAddress: { ...right.shippingAddress, uf: uf.toLowerCase() },
    })
    await suite.cloud.idle()
    const corrected = await orderOf(id)
    expect(corrected).toMatchObject({ quality: 'passed', shippingAddress: { uf } })
    expect(await historyOf(id)).toEqual(['order.placed', 'order.corrected', 'order.passed'])

    const [{ id: correctionId }] = corrected.corrections
    const undone = await suite.call(store, 'POST', `/orders/${id}/corrections/${correctionId}/undo`, {
      body: {},
      headers: { 'if-match': `"${corrected.version}"` },
    })
    expect(undone.body).toMatchObject({ quality: 'checking', blockers: ['not-paid', 'not-passed'] })
    await suite.cloud.idle()
    expect(await orderOf(id)).toMatchObject({
      quality: 'passed',
      shippingAddress: { uf: uf.toLowerCase() },
    })
    expect(await historyOf(id)).toEqual([
      'order.placed',
      'order.corrected',
      'order.passed',
      'order.correction-undone',
      'order.passed',
    ])
  })
})
