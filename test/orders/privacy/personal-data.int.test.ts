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

/** Saves an order of a customer after some decisions; returns its id. */
const storeOrder = async (customer: Order['customer'], ...steps: Step[]): Promise<string> =>
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

/** Holds the order for a quality issue. */
const failed: Step = (order) =>
  followIssue(
    order,
    { issueId: 'iss_1', issueVersion: 1, code: 'cpf', reason: 'wrong', open: true },
    fixedNow,
  )

describe('orders of a person that other slices may not have yet', () => {
  it('are found when just placed or closed before quality reported them', async () => {
    const customer = anotherCustomer()
    const ids = [await storeOrder(customer), await storeOrder(customer, cancelled)]
    await storeOrder(anotherCustomer(), cancelled)
    await storeOrder(anotherCustomer())
    expect(await idsOf(asked(customer))).toEqual(ids.sort())
    expect(await idsOf(asked(customer, { kind: 'export' }))).toEqual(ids)
  })

  it('are found by other slices once quality reported them', async () => {
    const customer = anotherCustomer()
    const ids = [await storeOrder(customer, passed, cancelled), await storeOrder(customer, failed, cancelled)]
    expect(await idsOf(asked(customer))).toEqual([])
    expect(await idsOf(asked(customer, { orderIds: ids }))).toEqual(ids.sort())
  })

  it('are searched for as long as a queue retains messages', async () => {
    const customer = anotherCustomer()
    const id = await storeOrder(customer, cancelled)
    expect(await idsOf(asked(customer), later(minutes(13)))).toEqual([id])
    expect(await idsOf(asked(customer), later(minutes(15)))).toEqual([])
  })

  it('are not searched for or indexed after erasure', async () => {
    const customer = anotherCustomer()
    const id = await storeOrder(customer, cancelled)
    expect(await idsOf(asked(customer, { phase: 'erasing' }))).toEqual([])
    const erasing = asked(customer, { phase: 'erasing', orderIds: [id] })
    for (const { erase } of await personalDataOfOrders(erasing, { cause, now: later(1) })) await erase?.()
    const [item] = await stage.table.items(`S#${store}#ORDER#${id}`)
    expect(item?.['gsi2pk']).toBeUndefined()
  })
})
