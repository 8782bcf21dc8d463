import { createFaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'
import { freshOrder, type Suite, startSuite } from '../../support/suite/suite.ts'

const SEED = 20_261_124
const STORE = 'loja-azul'

let suite: Suite | undefined
afterEach(async () => {
  await suite?.stop()
  suite = undefined
})

/** Places one order under faults, as a client that retries until it gets an answer. */
async function placeAmidst(rules: FaultRule[]) {
  const plan = createFaultPlan(rules, SEED)
  suite = await startSuite({ faults: plan })
  const order = freshOrder()
  const statuses: number[] = []
  let reply = await suite.call(STORE, 'POST', '/orders', post(order))
  statuses.push(reply.status)
  while (reply.status >= 500 && statuses.length < 5) {
    reply = await suite.call(STORE, 'POST', '/orders', post(order))
    statuses.push(reply.status)
  }
  await suite.cloud.idle()
  return { plan, statuses, order: reply.body }
}

const post = (order: { externalId: string }) => ({
  body: order,
  headers: { 'idempotency-key': order.externalId },
})

const historyOf = async (orderId: string) => {
  const { body } = await suite!.call(STORE, 'GET', `/orders/${orderId}/history`)
  return JSON.stringify(body)
}

const count = (text: string, part: string) => text.split(part).length - 1

describe('a fault in the running suite', () => {
  it('crashes the calling function after its write: the client retries and finds one order', async () => {
    const crash = {
      fault: { action: 'crashAfter' },
      caller: 'orders-api',
      service: 'dynamodb',
      times: 1,
    } as const
    const { plan, statuses, order } = await placeAmidst([
      { ...crash, operation: ['PutItem', 'TransactWriteItems', 'UpdateItem'] },
    ])

    expect(plan.strikes.map(({ caller, action }) => [caller, action])).toEqual([['ordersapi', 'crashAfter']])
    expect(statuses[0]).toBe(500)
    expect([200, 201]).toContain(statuses.at(-1))
    expect(count(await historyOf(order.id), '"order.placed"')).toBe(1)
  })

  it('duplicates every delivery, and one order.placed is published', async () => {
    const { plan, statuses, order } = await placeAmidst([{ fault: { action: 'duplicate' } }])

    expect(statuses).toEqual([201])
    // No rule invokes a function: the webhook function is called only for subscribed events.
    expect(new Set(plan.strikes.map(({ service }) => service))).toEqual(
      new Set(['dynamodb', 'events', 'sqs']),
    )
    expect(count(await historyOf(order.id), '"order.placed"')).toBe(1)
  })
})
