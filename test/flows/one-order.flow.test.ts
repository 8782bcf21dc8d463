import { randomUUID } from 'node:crypto'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'

describe('one order sent fifty times concurrently', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it.each([
    ['with one key', () => 'one-key-for-all'],
    ['with distinct keys', () => randomUUID()],
  ])('creates one order, one order.placed and one mail %s', async (_, keyOf) => {
    const order = freshOrder()
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        suite.call(store, 'POST', '/orders', { body: order, headers: { 'idempotency-key': keyOf() } }),
      ),
    )
    await suite.cloud.idle()

    expect(
      new Set(replies.map(({ status }) => status).filter((status) => status >= 300 && status !== 409)),
    ).toEqual(new Set())
    const ids = new Set(replies.filter(({ status }) => status < 300).map(({ body }) => body.id))
    expect(ids.size).toBe(1)
    const [id] = ids
    const { body: history } = await suite.call(store, 'GET', `/orders/${id}/history`)
    const types = history.items.map(({ type }: { type: string }) => type)
    expect(types).toEqual(['order.placed', 'order.passed'])
    const mails = await suite.cloud.mail.messages()
    expect(
      mails.filter((mail) => JSON.stringify(mail).includes(order.customer.email ?? 'none')),
    ).toHaveLength(1)
  })
})
