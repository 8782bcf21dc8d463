import { orderChanged, orderPlaced } from '../../../events/orders/order-events.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { CheckIssue as Issue } from '../../../functions/quality/issues/issue.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

interface Listing {
  readonly items: Issue[]
  readonly nextCursor?: string
}

const call = callerOf(qualityApi)
const page = async (query: Record<string, string>) =>
  (await call<Listing>('GET', '/quality/issues', { query })).body

let fixture: SuiteFixture
const orders = Array.from({ length: 7 }, () => {
  const address = anAddress({ cep: '20040-002', ibgeCode: '3304557' })
  return placeOrder(
    aPlaceOrder({ customer: anotherCustomer(), shippingAddress: address }),
    storeA.store,
    fixedNow,
  ).next
})

/** Seven orders with two issues each; the first order's are resolved, and one of the second's. */
beforeAll(async () => {
  fixture = await startSuiteFixture()
  const receive = (body: string) => deliver(handler, [body])
  for (const order of orders) await receive(busMessage(eventOf(orderPlaced, order, {}), 'orders'))
  const [first, second] = orders
  for (const [order, shippingAddress] of [
    [first, { cep: '04567-010', ibgeCode: '3550308' }],
    [second, { ibgeCode: '3550308' }],
  ] as const) {
    const { next } = correctOrder(order!, { shippingAddress }, later(1))
    await receive(busMessage(eventOf(orderChanged, next, { fields: [], repack: false }), 'orders'))
  }
})
afterAll(() => fixture.stop())

async function all(query: Record<string, string>): Promise<Issue[]> {
  const found: Issue[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const listing: Listing = await page({ ...query, ...(cursor === '' ? {} : { cursor }) })
    found.push(...listing.items)
    cursor = listing.nextCursor
  }
  return found
}

const ids = (issues: readonly Issue[]) => issues.map(({ id }) => id)

describe('GET /quality/issues', () => {
  it('lists open issues, first due first, by default', async () => {
    const open = await all({})
    expect(open).toHaveLength(11)
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['open']))
    const due = open.map(({ dueAt }) => dueAt)
    expect(due).toEqual([...due].sort())
    expect(await all({ status: 'resolved' })).toHaveLength(3)
  })

  it.each([1, 2, 4, 10, 11])('neither loses nor repeats an issue over pages of %i', async (limit) => {
    const whole = await all({})
    expect(ids(await all({ limit: String(limit) }))).toEqual(ids(whole))
  })

  it('lists all issues of one order, in any status', async () => {
    const found = await all({ orderId: orders[1]?.id ?? '' })
    expect(found.map(({ check, status }) => [check, status])).toEqual([
      ['cep-uf', 'open'],
      ['municipality-uf', 'resolved'],
    ])
  })

  it('rejects a cursor of another list, and invalid filters', async () => {
    const { nextCursor = '' } = await page({ limit: '2' })
    const query = { cursor: nextCursor, status: 'resolved' }
    const { status, body } = await call('GET', '/quality/issues', { query })
    expect([status, body.code]).toEqual([400, 'invalid-cursor'])
    for (const [name, value] of Object.entries({ status: 'closed', limit: '0', check: 'cpf' })) {
      const refused = await call('GET', '/quality/issues', { query: { [name]: value } })
      expect(refused.body.errors?.map(({ path }) => path)).toEqual([name])
    }
  })

  it('returns each issue by its own path', async () => {
    for (const issue of await all({ status: 'resolved' })) {
      const shown = await call<Issue>('GET', `/quality/issues/${issue.id}`)
      expect(shown.body).toEqual(issue)
      expect(shown.headers['etag']).toBe('"2"')
    }
    expect((await call('GET', '/quality/issues/iss_none')).status).toBe(404)
    expect((await call('GET', '/quality/runs/ord_none')).status).toBe(404)
  })
})
