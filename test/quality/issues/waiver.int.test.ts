import {
  orderCancelled,
  orderChanged,
  orderDispatched,
  orderPlaced,
} from '../../../events/orders/order-events.ts'
import { issueWaived, waiverEnded } from '../../../events/quality/issue-events.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { cancelOrder } from '../../../functions/orders/progress/order-progress.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { CheckIssue } from '../../../functions/quality/issues/issue.ts'
import type { Run } from '../../../functions/quality/runs/run.ts'
import { watchHeldOrders } from '../../../functions/quality/runs/watch-held-orders.usecase.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { itemKey } from '../../../shared/table/keys.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { bothStoresClient, callerOf, ifMatch, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(qualityApi)
const cause = { actor: { type: 'system', id: 'clock' }, causationId: 'c', correlationId: 'c' } as const
const receive = async (event: Parameters<typeof busMessage>[0], slice: string) =>
  expect(await deliver(handler, [busMessage(event, slice)])).toEqual([])
const placed = (order: Order) => receive(eventOf(orderPlaced, order, {}), 'orders')
const changed = (order: Order) =>
  receive(eventOf(orderChanged, order, { fields: [], repack: false }), 'orders')

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
/** A new order with a CEP of another state and a wrong CPF. */
function wrongOrder(): Order {
  const customer = anotherCustomer()
  const document = `${customer.document?.slice(0, -1)}${(Number(customer.document?.at(-1)) + 1) % 10}`
  const shippingAddress = anAddress({ cep: '20040-002' })
  return placeOrder(
    aPlaceOrder({ customer: { ...customer, document }, shippingAddress }),
    storeA.store,
    fixedNow,
  ).next
}

const issuesOf = async ({ id }: Order) =>
  (await call<{ items: CheckIssue[] }>('GET', '/quality/issues', { query: { orderId: id } })).body.items
const issueOf = async (order: Order, check: string) =>
  (await issuesOf(order)).find((issue) => issue.check === check)!
const runOf = async ({ id }: Order) => (await call<Run>('GET', `/quality/runs/${id}`)).body
const outcomes = async (order: Order) => {
  const { outcome, results } = await runOf(order)
  const spoken = results.filter((result) => ['failed', 'waived'].includes(result.outcome))
  return [outcome, ...spoken.map((result) => `${result.check} ${result.outcome}`)]
}

async function waive(order: Order, check: string, more: object = {}, client: string = bothStoresClient) {
  const { id, version } = await issueOf(order, check)
  const reply = await call<CheckIssue>('POST', `/quality/issues/${id}/waiver`, {
    body: { reason: 'reviewed', expiresAt: inDays(2), ...more },
    headers: { ...ifMatch(version), 'retaguarda-store': storeA.store },
    client,
  })
  const { body } = reply
  if (reply.status === 201)
    await receive(
      eventOf(issueWaived, body, {
        orderId: order.id,
        check,
        reason: 'seen',
        expiresAt: body.waiver!.expiresAt,
      }),
      'quality',
    )
  return reply
}

/** The events of an issue's newest version. */
async function publishedEvents({ id }: { id: string }): Promise<string[]> {
  const [item] = await fixture.table.partition(itemKey('ISSUE', storeA.store, id))
  return (unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).events.map(({ type }) => type)
}

describe('a waiver', () => {
  it('covers one check; the order passes once every failed check is waived', async () => {
    const order = wrongOrder()
    await placed(order)
    expect(await outcomes(order)).toEqual(['failed', 'cpf failed', 'cep-uf failed'])
    expect((await waive(order, 'cpf')).status).toBe(201)
    expect(await outcomes(order)).toEqual(['failed', 'cpf waived', 'cep-uf failed'])
    expect((await waive(order, 'cep-uf')).status).toBe(201)
    expect(await outcomes(order)).toEqual(['passed', 'cpf waived', 'cep-uf waived'])
  })

  it('is rejected for who placed the order, without the scope, and twice', async () => {
    const order = wrongOrder()
    await placed(order)
    expect((await waive(order, 'cpf', {}, storeA.client)).status).toBe(403)
    const { id } = await issueOf(order, 'cpf')
    const lesser = await call('POST', `/quality/issues/${id}/waiver`, {
      body: { reason: 'x', expiresAt: inDays(1) },
      headers: { 'if-match': '*', 'retaguarda-store': storeA.store },
      client: bothStoresClient,
      scope: ['quality:write'],
    })
    expect([lesser.status, lesser.body.code]).toEqual([403, 'forbidden'])
    const late = await waive(order, 'cpf', { expiresAt: '2020-01-01T00:00:00.000Z' })
    expect(late.status).toBe(400)
    expect(await outcomes(order)).toEqual(['failed', 'cpf failed', 'cep-uf failed'])
    expect((await waive(order, 'cpf')).status).toBe(201)
    expect((await waive(order, 'cpf')).status).toBe(409)
  })

  it('ends with a change of the check’s relevant part, and with no other', async () => {
    const order = wrongOrder()
    await placed(order)
    await waive(order, 'cpf')
    await waive(order, 'cep-uf')
    const moved = correctOrder(order, { shippingAddress: { complement: 'fundos' } }, later(1)).next
    await changed(moved)
    expect(await outcomes(order)).toEqual(['passed', 'cpf waived', 'cep-uf waived'])
    const again = correctOrder(moved, { shippingAddress: { cep: '70000-000' } }, later(2)).next
    await changed(again)
    expect(await outcomes(order)).toEqual(['failed', 'cpf waived', 'cep-uf failed'])
    const issue = await issueOf(order, 'cep-uf')
    expect(issue).toMatchObject({ status: 'reopened', waiver: { ended: { why: 'order-changed' } } })
    expect(await publishedEvents(issue)).toEqual(['quality.waiver-ended', 'quality.issue-reopened'])
  })

  it('does not cover an order that changed while it was given', async () => {
    const order = wrongOrder()
    await placed(order)
    const { id, version } = await issueOf(order, 'cep-uf')
    await changed(correctOrder(order, { shippingAddress: { cep: '70000-000' } }, later(1)).next)
    const { status } = await call('POST', `/quality/issues/${id}/waiver`, {
      body: { reason: 'seen as it was', expiresAt: inDays(1) },
      headers: { ...ifMatch(version), 'retaguarda-store': storeA.store },
      client: bothStoresClient,
    })
    expect(status).toBe(412)
  })

  it('ends at its expiry, and the order is checked and held again', async () => {
    const order = wrongOrder()
    await placed(order)
    await waive(order, 'cpf', { expiresAt: inDays(2) })
    await waive(order, 'cep-uf', { expiresAt: inDays(9) })
    const about = { orderId: order.id, check: 'cpf' }
    await watchHeldOrders(cause, inDays(1))
    expect(await outcomes(order)).toEqual(['passed', 'cpf waived', 'cep-uf waived'])
    await watchHeldOrders(cause, inDays(3))
    const issue = await issueOf(order, 'cpf')
    expect(issue).toMatchObject({ status: 'reopened', waiver: { ended: { why: 'expired' } } })
    expect(await publishedEvents(issue)).toEqual(['quality.waiver-ended', 'quality.issue-reopened'])
    expect((await issueOf(order, 'cep-uf')).status).toBe('resolved')
    await receive(eventOf(waiverEnded, issue, { ...about, why: 'expired' }), 'quality')
    expect(await outcomes(order)).toEqual(['failed', 'cpf failed', 'cep-uf waived'])
    expect(await issueOf(order, 'cpf')).toEqual(issue)
  })

  it('is revoked by reopening its issue', async () => {
    const order = wrongOrder()
    await placed(order)
    await waive(order, 'cpf')
    await waive(order, 'cep-uf')
    const { id } = await issueOf(order, 'cpf')
    const { body } = await call<CheckIssue>('POST', `/quality/issues/${id}/reopen`, {
      body: { reason: 'the customer called' },
      headers: { 'if-match': '*' },
    })
    await receive(eventOf(waiverEnded, body, { orderId: order.id, check: 'cpf', why: 'revoked' }), 'quality')
    expect(await outcomes(order)).toEqual(['failed', 'cpf failed', 'cep-uf waived'])
  })
})

describe('an order that leaves', () => {
  it.each([
    { how: 'cancelled', resolution: 'order-cancelled' },
    { how: 'dispatched', resolution: 'order-left' },
  ] as const)('leaves the queue and closes its issues when it is $how', async ({ how, resolution }) => {
    const order = wrongOrder()
    await placed(order)
    await waive(order, 'cpf')
    const left = cancelOrder(order, 'given up', later(1)).next
    if (how === 'cancelled') await receive(eventOf(orderCancelled, left, { reason: 'given up' }), 'orders')
    else {
      const sent = {
        ...order,
        status: 'dispatched',
        packedAt: later(1),
        dispatchedAt: later(1),
        version: 2,
      } as const
      await receive(eventOf(orderDispatched, sent, {}), 'orders')
    }
    const [cpf, cep] = await issuesOf(order)
    expect(cpf).toMatchObject({
      status: 'resolved',
      resolution: 'waived',
      waiver: { ended: { why: 'order-left' } },
    })
    expect(cep).toMatchObject({ status: 'resolved', resolution })
    const [run] = await fixture.table.partition(itemKey('QUALITY', storeA.store, order.id))
    expect(run).not.toHaveProperty('gsi2pk')
    await watchHeldOrders(cause, inDays(400))
    expect(await issuesOf(order)).toEqual([cpf, cep])
  })
})
