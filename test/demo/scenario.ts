import { randomInt, randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { sampleCpf } from '../../infra/start/sample-documents.ts'
import { type SampleOrder, sampleDefects, validOrder } from '../../infra/start/sample-orders.ts'
import type { DemoReport } from './demo-report.ts'
import { type Endpoints, openStorefront, type Reply, type Storefront } from './storefront.ts'

const store = 'loja-azul'

/** An order that went the whole way, and those that were held and put right. */
interface ScenarioOrders {
  readonly id: string
  readonly order: SampleOrder
  readonly wrong: readonly { readonly id: string; readonly right: SampleOrder }[]
}

/**
 * The first walk of an order, through the public API, SMTP and the mail viewer, as a storefront, an analyst and a
 * customer would make it.
 */
export async function scenario(endpoints: Endpoints, story: DemoReport): Promise<void> {
  const shop = await openStorefront(endpoints, store)
  const { id, order, wrong } = await runScenarioOrders(shop, story)

  story.step('Mails')
  await story.eventually('to the customer of the first order', [`Pedido ${order.externalId}`], () =>
    subjectsTo(endpoints, order),
  )
  const [held] = wrong
  if (held !== undefined) {
    const subjects = await subjectsTo(endpoints, held.right)
    story.expect('to the customer of the corrected one: a question, then the acceptance', 2, subjects.length)
  }
  await repliesTo(story, shop, endpoints, order, id)
}

/** The orders' part of the walk, which needs no more than the API: it can be made on any deployment. */
export async function runScenarioOrders(shop: Storefront, story: DemoReport): Promise<ScenarioOrders> {
  const order = newOrder(3)

  story.step('An order comes in, and again')
  const key = randomUUID()
  const first = await shop.post('/orders', order, { 'idempotency-key': key })
  story.expect('POST /orders', [201, '"1"'], [first.status, first.etag])
  story.expect('Location', `/orders/${first.body.id}`, first.location)
  const repeated = await shop.post('/orders', order, { 'idempotency-key': key })
  story.expect('the same again: the first answer', [201, first.body.id], [repeated.status, repeated.body.id])
  const resent = await shop.post('/orders', order)
  story.expect(
    'the same under another key: the same order',
    [200, first.body.id],
    [resent.status, resent.body.id],
  )
  await passes(story, shop, first.body.id)

  story.step('Wrong ones are held, each with its issue')
  const wrong = [await isHeld(story, shop, 'cpf', 5), await isHeld(story, shop, 'cep-uf', 6)]

  story.step('Corrected, they pass')
  for (const { id, right } of wrong) {
    const { customer, shippingAddress } = right
    const patched = await shop.change('PATCH', id, '', { customer, shippingAddress })
    story.expect(`PATCH /orders/${id}`, 200, patched.status)
    await passes(story, shop, id)
    const { body } = await shop.get(`/quality/issues?orderId=${id}`)
    story.expect('its issue', 'resolved', body.items[0]?.status)
  }

  story.step('Paid, packed, dispatched, delivered')
  const { id } = first.body
  const early = await shop.change('POST', id, '/dispatch', {})
  story.expect('dispatch before all that', [409, 'illegal-transition'], [early.status, early.body.code])
  for (const [action, status] of [
    ['pay', 'placed'],
    ['pack', 'packed'],
    ['dispatch', 'dispatched'],
    ['deliver', 'delivered'],
  ] as const) {
    const moved = await shop.change(
      'POST',
      id,
      `/${action}`,
      action === 'dispatch' ? { carrier: 'Correios', trackingCode: 'AA123456785BR' } : {},
    )
    story.expect(action, [200, status], [moved.status, moved.body.status])
  }
  const told = [
    'order.placed',
    'order.passed',
    'order.paid',
    'order.packed',
    'order.dispatched',
    'order.delivered',
  ]
  await story.eventually('history', told, async () => typesOf(await shop.get(`/orders/${id}/history`)))
  return { id, order, wrong }
}

function newOrder(n: number): SampleOrder {
  const mark = randomUUID().slice(0, 8)
  const order = validOrder(n, new Date())
  const email = `${n}.${mark}@example.com`
  return {
    ...order,
    externalId: `D-${mark}`,
    customer: { ...order.customer, email, document: sampleCpf(randomInt(10_000_000)) },
  }
}

async function passes(story: DemoReport, shop: Storefront, id: string): Promise<void> {
  await story.eventually('quality', 'passed', async () => (await shop.get(`/orders/${id}`)).body.quality)
}

async function isHeld(
  story: DemoReport,
  shop: Storefront,
  check: string,
  n: number,
): Promise<{ id: string; right: SampleOrder }> {
  const right = newOrder(n)
  const placed = await shop.post('/orders', sampleDefects[check]?.(right) ?? right)
  const { id } = placed.body
  await story.eventually(`an order wrong in ${check}`, ['held', [check]], async () => {
    const { body } = await shop.get(`/orders/${id}`)
    return [body.quality, body.holds.map(({ code }: { code: string }) => code)]
  })
  const { body } = await shop.get(`/quality/issues?orderId=${id}`)
  story.expect('its issue names the check', check, body.items[0]?.check)
  story.expect('and says what was seen', true, body.items[0]?.evidence.length > 0)
  return { id, right }
}

async function repliesTo(
  story: DemoReport,
  shop: Storefront,
  { smtp }: Endpoints,
  order: SampleOrder,
  id: string,
): Promise<void> {
  const subject = `Sobre o pedido ${order.externalId}`
  const transport = createTransport(smtp)
  const mail = { from: order.customer.email, to: `${store}@${mailDomain}`, text: 'Quando chega?' }
  await transport.sendMail({ ...mail, subject })
  await transport.sendMail({
    ...mail,
    subject: `${subject} (de outra pessoa)`,
    from: 'outra.pessoa@example.net',
  })
  transport.close()
  const linked = async () => {
    const { body } = await shop.get('/email/messages?limit=100')
    const items = body.items as { subject: string; orderId?: string }[]
    return [subject, `${subject} (de outra pessoa)`].map(
      (one) => items.find((item) => item.subject === one)?.orderId ?? 'not linked',
    )
  }
  await story.eventually(
    'the customer writes about the order, and a stranger does',
    [id, 'not linked'],
    linked,
  )
}

const mailDomain = 'mail.example.com'

const typesOf = ({ body }: Reply): string[] => body.items.map(({ type }: { type: string }) => type)

/** The subjects of the mails that the viewer has for an order's customer, as far as the order's number. */
async function subjectsTo({ mailViewer }: Endpoints, order: SampleOrder): Promise<string[]> {
  const response = await fetch(`${mailViewer}/store`)
  const { emails } = (await response.json()) as {
    emails: { subject: string; destination: { to: string[] } }[]
  }
  const mine = emails.filter(({ destination }) =>
    destination.to.some((to) => to.includes(order.customer.email ?? '')),
  )
  return mine.map(({ subject }) => subject.match(/Pedido [^\s:]+/)?.[0] ?? subject)
}
