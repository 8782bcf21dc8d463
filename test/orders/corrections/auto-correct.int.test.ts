import { correctionProposed } from '../../../events/quality/check-events.ts'
import * as ordersApi from '../../../functions/orders/api.ts'
import { handler } from '../../../functions/orders/inbox.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { recordRun } from '../../../functions/quality/runs/run.ts'
import { callerOf, ifMatch } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, aPlaceOrder, fixedNow } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const call = callerOf(ordersApi)
const show = async (id: string) => (await call<Order>('GET', `/orders/${id}`)).body
const changes = [{ path: 'shippingAddress.uf', before: 'sp', after: 'SP' }]

async function place(): Promise<Order> {
  const body = aPlaceOrder({ shippingAddress: anAddress({ uf: 'sp' }) })
  return (await call<Order>('POST', '/orders', { body, headers: { 'idempotency-key': body.externalId } }))
    .body
}

/** Quality's event that proposes a correction with certainty. */
function proposed(order: Order): string {
  const proposal = { correctionId: `cor_${order.id}`, check: 'cep-uf', changes }
  const run = recordRun(undefined, order, { results: [], proposal }, fixedNow)
  if (run === undefined) throw new Error('the first run of an order is always recorded')
  const data = { orderId: order.id, contentVersion: order.contentVersion, ...proposal }
  return busMessage(eventOf(correctionProposed, run.next, data), 'quality')
}

const undo = (order: Order, version: number) =>
  call<Order & { code: string }>('POST', `/orders/${order.id}/corrections/cor_${order.id}/undo`, {
    body: {},
    headers: ifMatch(version),
  })

describe('a correction that quality proposes', () => {
  it('is made once for repeated proposals', async () => {
    const order = await place()
    expect(await deliver(handler, [proposed(order), proposed(order)])).toEqual([])
    const corrected = await show(order.id)
    expect(corrected).toMatchObject({
      version: 2,
      contentVersion: 2,
      shippingAddress: { uf: 'SP' },
      corrections: [{ check: 'cep-uf', changes }],
    })
    await deliver(handler, [proposed(order), proposed(corrected)])
    expect(await show(order.id)).toEqual(corrected)
  })

  it('is undone by one call and not made again', async () => {
    const order = await place()
    await deliver(handler, [proposed(order)])
    const undone = await undo(order, 2)
    expect([undone.status, undone.headers['etag']]).toEqual([200, '"3"'])
    expect(undone.body).toMatchObject({
      shippingAddress: { uf: 'sp' },
      corrections: [{ undone: { by: 'client-azul' } }],
    })
    expect((await undo(order, 3)).body.version).toBe(3)
    await deliver(handler, [proposed(await show(order.id))])
    expect((await show(order.id)).shippingAddress.uf).toBe('sp')
  })

  it('is not undone on a stale version or after its value changed', async () => {
    const order = await place()
    await deliver(handler, [proposed(order)])
    expect((await undo(order, 1)).body.code).toBe('stale-version')
    const body = { shippingAddress: { uf: 'RJ' } }
    await call('PATCH', `/orders/${order.id}`, { body, headers: ifMatch(2) })
    const refused = await undo(order, 3)
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal-transition'])
  })

  it('is found by its id alone', async () => {
    const order = await place()
    expect((await undo(order, 1)).body.code).toBe('not-found')
  })
})
