import { followIssue } from '../../../functions/orders/holds/order-holds.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { personalDataOfOrders } from '../../../functions/orders/privacy/personal-data.usecase.ts'
import { identityOf } from '../../../shared/privacy/identity.ts'
import type { PersonalDataRequest } from '../../../shared/privacy/personal-data-report.ts'
import { cause } from '../../support/cause.ts'
import { storeA } from '../../support/http.ts'
import {
  anotherCustomer,
  aPlaceOrder,
  cancelled,
  fixedNow,
  later,
  passed,
  type Step,
} from '../../support/orders.ts'
import { saveOrder } from '../../support/saved-orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const { store } = storeA
const minutes = (days: number) => days * 24 * 60

/** Keeps an order of somebody, after some decisions; gives its id. */
const keep = async (customer: Order['customer'], ...steps: Step[]): Promise<string> =>
  (await saveOrder(placeOrder(aPlaceOrder({ customer }), store, fixedNow), ...steps)).id

const asked = (
  { document = '' }: Order['customer'],
  more: Partial<PersonalDataRequest> = {},
): PersonalDataRequest => ({
  id: 'prv_1',
  store,
  round: 1,
  phase: 'finding',
  kind: 'erasure',
  identity: identityOf({ documents: [document] }),
  orderIds: [],
  erasedOrderIds: [],
  sales: [],
  ...more,
})
const idsOf = async (question: PersonalDataRequest, now = later(1)): Promise<string[]> =>
  (await personalDataOfOrders(question, { cause, now })).map(({ id }) => id).sort()

/** An issue of quality's holds the order. */
const failed: Step = (order) =>
  followIssue(
    order,
    { issueId: 'iss_1', issueVersion: 1, code: 'cpf', reason: 'wrong', open: true },
    fixedNow,
  )

describe('a person’s orders that no other slice may know of yet', () => {
  it('are found: those just placed, and those that were over before quality spoke', async () => {
    const customer = anotherCustomer()
    const ids = [await keep(customer), await keep(customer, cancelled)]
    await keep(anotherCustomer(), cancelled)
    await keep(anotherCustomer())
    expect(await idsOf(asked(customer))).toEqual(ids.sort())
    expect(await idsOf(asked(customer, { kind: 'export' }))).toEqual(ids)
  })

  it('are found by the others once quality has spoken of them', async () => {
    const customer = anotherCustomer()
    const ids = [await keep(customer, passed, cancelled), await keep(customer, failed, cancelled)]
    expect(await idsOf(asked(customer))).toEqual([])
    expect(await idsOf(asked(customer, { orderIds: ids }))).toEqual(ids.sort())
  })

  it('are looked for as long as a queue keeps what is on its way', async () => {
    const customer = anotherCustomer()
    const id = await keep(customer, cancelled)
    expect(await idsOf(asked(customer), later(minutes(13)))).toEqual([id])
    expect(await idsOf(asked(customer), later(minutes(15)))).toEqual([])
  })

  it('are not looked for once what was found is erased, and stand in no index then', async () => {
    const customer = anotherCustomer()
    const id = await keep(customer, cancelled)
    expect(await idsOf(asked(customer, { phase: 'erasing' }))).toEqual([])
    const erasing = asked(customer, { phase: 'erasing', orderIds: [id] })
    for (const { erase } of await personalDataOfOrders(erasing, { cause, now: later(1) })) await erase?.()
    const [item] = await stage.table.items(`S#${store}#ORDER#${id}`)
    expect(item?.['gsi2pk']).toBeUndefined()
  })
})
