import type { OpsFixture } from './ops-fixture.ts'
import { cancel, newOrder, place, store } from './ops-steps.ts'
import type { Storefront } from './storefront.ts'

const name = 'Quitéria Zanatta'

/**
 * A person asks to be erased while one of two orders is under way: the cancelled one is erased at once, the other kept
 * with its reason, until it is over, too. What remains says what was sold, and not to whom.
 */
export async function eraseCustomer(stage: OpsFixture): Promise<void> {
  const { report: story } = stage
  story.step('A customer is erased')
  const shop = await stage.shop()
  const fresh = newOrder()
  const customer = { ...fresh.customer, name }
  const [done = '', open = ''] = await place(shop, [
    { ...fresh, customer },
    // Of other goods, since the same ones would be a duplicate.
    { ...newOrder(4), customer },
  ])
  await story.eventually('both orders pass', ['passed', 'passed'], () =>
    Promise.all([done, open].map(async (id) => (await shop.get(`/orders/${id}`)).body.quality)),
  )
  story.expect('the first is over', [200], await cancel(shop, [done]))
  const person = { documents: [fresh.customer.document] }
  const orders = [done, open].sort()

  story.step('  What the store holds of them')
  const told = await hasRequest(stage, shop, 'export', person, ({ status }) => status === 'finished')
  const { body: data } = await shop.get(`/privacy/requests/${told.id}/data`)
  const ofOrders = data.slices.find(({ slice }: { slice: string }) => slice === 'orders').records
  story.expect('their orders', orders, ofOrders.map(({ id }: { id: string }) => id).sort())
  story.note(`found: ${counts(told.found)}`)

  story.step('  What is erased, what is kept, and why')
  const first = await hasRequest(stage, shop, 'erasure', person, ({ status }) => status === 'waiting')
  story.note(`erased: ${counts(first.erased)}`)
  const kept = first.kept.map(({ kind, id, basis }: Retained) => [kind, id, basis])
  story.expect('kept, as it is under way', [['order', open, 'contract']], kept)
  for (const { kind, why } of first.kept as Retained[]) story.note(`${kind}: ${why}`)
  const { body: erased } = await shop.get(`/orders/${done}`)
  story.expect('who bought', { name: '(apagado)' }, erased.customer)
  story.expect('what was sold remains', fresh.totals.total, erased.totals.total)
  story.expect('to which state, too', fresh.shippingAddress.uf, erased.shippingAddress.uf)
  const { body: order } = await shop.get(`/orders/${open}`)
  story.expect('the order under way can still be delivered', name, order.customer.name)
  await historyIsSealed(stage, shop, done)

  story.step('  Once nothing has to be kept')
  story.expect('the second is over, too', [200], await cancel(shop, [open]))
  const last = await hasRequest(stage, shop, 'erasure', person, ({ status }) => status === 'finished')
  story.expect('kept', [], last.kept)
  story.expect('who bought', { name: '(apagado)' }, (await shop.get(`/orders/${open}`)).body.customer)
  await historyIsSealed(stage, shop, open)
  const { code, output: said } = await stage.ops('order', 'explain', open, '--store', store)
  story.expect(
    'order explain tells the whole story',
    [0, true],
    [code, said.includes('its person was erased')],
  )
  const words = [name, fresh.customer.document, fresh.customer.email].map(String)
  story.expect(
    'of them in it and in the logs',
    [],
    words.filter((word) => said.includes(word)),
  )
}

interface Retained {
  readonly kind: string
  readonly id: string
  readonly basis: string
  readonly why: string
}

/** Asks on a person's behalf, and waits until it has come so far; gives the request as it is then. */
async function hasRequest(
  { report: story }: OpsFixture,
  shop: Storefront,
  kind: 'export' | 'erasure',
  person: object,
  isFarEnough: (request: any) => boolean,
): Promise<any> {
  const { status, body } = await shop.post('/privacy/requests', { kind, person })
  story.expect(`POST /privacy/requests (${kind})`, 201, status)
  const look = () => shop.get(`/privacy/requests/${body.id}`)
  await story.eventually('every slice has answered', true, async () => isFarEnough((await look()).body))
  return (await look()).body
}

async function historyIsSealed({ report: story }: OpsFixture, shop: Storefront, id: string): Promise<void> {
  await story.eventually('its history tells what happened, and no person', [0, true, 0], async () => {
    const { body } = await shop.get(`/orders/${id}/history`)
    const [placed] = body.items
    return [body.missingVersions.length, placed.erased === true, Object.keys(placed.snapshot).length]
  })
}

const counts = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')
