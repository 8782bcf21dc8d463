import type { OpsFixture } from './ops-fixture.ts'
import { cancel, newOrder, place, store } from './ops-steps.ts'
import type { Storefront } from './storefront.ts'

const name = 'Quitéria Zanatta'

/**
 * Erases a customer while one of two orders is open: the cancelled order is erased at once, the open one is retained with
 * the reason until it ends. What remains shows what was sold, not to whom.
 */
export async function eraseCustomer(fixture: OpsFixture): Promise<void> {
  const { report } = fixture
  report.step('Erase the personal data of a customer')
  const shop = await fixture.shop()
  const fresh = newOrder()
  const customer = { ...fresh.customer, name }
  const [done = '', open = ''] = await place(shop, [
    { ...fresh, customer },
    // With other items, since the same items would be a probable duplicate.
    { ...newOrder(4), customer },
  ])
  await report.eventually('quality of both orders', ['passed', 'passed'], () =>
    Promise.all([done, open].map(async (id) => (await shop.get(`/orders/${id}`)).body.quality)),
  )
  report.expect('cancel the first order', [200], await cancel(shop, [done]))
  const person = { documents: [fresh.customer.document] }
  const orders = [done, open].sort()

  report.step('  Export')
  const exported = await hasRequest(fixture, shop, 'export', person, ({ status }) => status === 'finished')
  const { body: data } = await shop.get(`/privacy/requests/${exported.id}/data`)
  const ofOrders = data.slices.find(({ slice }: { slice: string }) => slice === 'orders').records
  report.expect('orders in the export', orders, ofOrders.map(({ id }: { id: string }) => id).sort())
  report.note(`found: ${counts(exported.found)}`)

  report.step('  Erasure with a retained order')
  const first = await hasRequest(fixture, shop, 'erasure', person, ({ status }) => status === 'waiting')
  report.note(`erased: ${counts(first.erased)}`)
  const retained = first.kept.map(({ kind, id, basis }: Retained) => [kind, id, basis])
  report.expect('retained: kind, id, basis', [['order', open, 'contract']], retained)
  for (const { kind, why } of first.kept as Retained[]) report.note(`${kind}: ${why}`)
  const { body: erased } = await shop.get(`/orders/${done}`)
  report.expect('customer of the erased order', { name: '(apagado)' }, erased.customer)
  report.expect('total of the erased order', fresh.totals.total, erased.totals.total)
  report.expect('state of the delivery address', fresh.shippingAddress.uf, erased.shippingAddress.uf)
  const { body: order } = await shop.get(`/orders/${open}`)
  report.expect('customer name of the open order', name, order.customer.name)
  await historyIsSealed(fixture, shop, done)

  report.step('  Erasure after the open order has ended')
  report.expect('cancel the second order', [200], await cancel(shop, [open]))
  const last = await hasRequest(fixture, shop, 'erasure', person, ({ status }) => status === 'finished')
  report.expect('retained', [], last.kept)
  report.expect(
    'customer of the erased order',
    { name: '(apagado)' },
    (await shop.get(`/orders/${open}`)).body.customer,
  )
  await historyIsSealed(fixture, shop, open)
  const { code, output } = await fixture.ops('order', 'explain', open, '--store', store)
  report.expect(
    'order explain shows the erased order',
    [0, true],
    [code, output.includes('personal data erased')],
  )
  const personal = [name, fresh.customer.document, fresh.customer.email].map(String)
  report.expect(
    'personal data in the output and in its log lines',
    [],
    personal.filter((text) => output.includes(text)),
  )
}

interface Retained {
  readonly kind: string
  readonly id: string
  readonly basis: string
  readonly why: string
}

/** Creates a privacy request and waits until `isFarEnough`; returns the request. */
async function hasRequest(
  { report }: OpsFixture,
  shop: Storefront,
  kind: 'export' | 'erasure',
  person: object,
  isFarEnough: (request: any) => boolean,
): Promise<any> {
  const { status, body } = await shop.post('/privacy/requests', { kind, person })
  report.expect(`POST /privacy/requests (${kind})`, 201, status)
  const look = () => shop.get(`/privacy/requests/${body.id}`)
  await report.eventually('every slice has reported', true, async () => isFarEnough((await look()).body))
  return (await look()).body
}

async function historyIsSealed({ report }: OpsFixture, shop: Storefront, id: string): Promise<void> {
  await report.eventually(
    'history: missing versions, first event erased, fields in its snapshot',
    [0, true, 0],
    async () => {
      const { body } = await shop.get(`/orders/${id}/history`)
      const [placed] = body.items
      return [body.missingVersions.length, placed.erased === true, Object.keys(placed.snapshot).length]
    },
  )
}

const counts = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')
