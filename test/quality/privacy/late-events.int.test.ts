import { withoutPerson } from '../../../events/orders/erased-order.ts'
import { orderCancelled, orderErased, orderPlaced } from '../../../events/orders/order-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { cancelOrder } from '../../../functions/orders/progress/order-progress.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import { issuesOf } from '../../../functions/quality/issues/issue.store.ts'
import { findRun } from '../../../functions/quality/runs/run.store.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const store = 'loja-azul'
const wrong = '529.982.247-24'

/** The events of one order with a wrong CPF: placed, cancelled, erased. */
function scenario() {
  const { customer, ...more } = aPlaceOrder()
  const placed = placeOrder({ ...more, customer: { ...customer, document: wrong } }, store, fixedNow).next
  const cancelled = cancelOrder(placed, 'desistiu', later(0)).next
  const erased: OrderSnapshot = { ...withoutPerson(cancelled, later(1)), version: 3 }
  const publishedEvents = (event: Parameters<typeof busMessage>[0]) => busMessage(event, 'orders')
  return {
    id: placed.id,
    name: customer.name,
    placed: publishedEvents(eventOf(orderPlaced, placed, {})),
    cancelled: publishedEvents(eventOf(orderCancelled, cancelled, { reason: 'desistiu' })),
    erased: publishedEvents(eventOf(orderErased, erased, {})),
  }
}

describe('a late event of an erased order', () => {
  it('causes no evaluation', async () => {
    const { id, name, placed, cancelled, erased } = scenario()
    for (const event of [erased, placed, cancelled]) expect(await deliver(handler, [event])).toEqual([])
    const run = await findRun(store, id)
    expect(run).toMatchObject({ order: { version: 3, customer: { name: '(apagado)' } } })
    expect(JSON.stringify(run)).not.toContain(name)
  })

  it('that caused a run after the erasure: the run is erased and its issues are closed', async () => {
    const { id, name, placed, cancelled, erased } = scenario()
    for (const event of [placed, erased, cancelled]) expect(await deliver(handler, [event])).toEqual([])
    const run = await findRun(store, id)
    expect(run?.order.erasedAt).toBeDefined()
    const issues = await issuesOf(store, id, run?.issues ?? [])
    expect(issues).toMatchObject([{ check: 'cpf', status: 'resolved', evidence: [] }])
    for (const personal of [name, wrong, wrong.replaceAll(/\D/g, '')])
      expect(JSON.stringify([run, issues])).not.toContain(personal)
  })
})
