import { randomInt, randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { sampleCpf } from '../../infra/start/sample-documents.ts'
import { type SampleOrder, sampleDefects, validOrder } from '../../infra/start/sample-orders.ts'
import type { DemoReport } from './demo-report.ts'
import { type Endpoints, openStorefront, type Reply, type Storefront } from './storefront.ts'

const store = 'loja-azul'

/** The delivered order, and the orders that were held and corrected. */
interface ScenarioOrders {
  readonly id: string
  readonly order: SampleOrder
  readonly corrected: readonly { readonly id: string; readonly right: SampleOrder }[]
}

/**
 * Order scenario over the public API, SMTP and the mail viewer, in the roles of a storefront, an analyst and a
 * customer.
 */
export async function scenario(endpoints: Endpoints, report: DemoReport): Promise<void> {
  const shop = await openStorefront(endpoints, store)
  const { id, order, corrected } = await runScenarioOrders(shop, report)

  report.step('Send mails to the customers')
  await report.eventually('mails to the customer of the first order', [`Pedido ${order.externalId}`], () =>
    subjectsTo(endpoints, order),
  )
  const [held] = corrected
  if (held !== undefined) {
    const subjects = await subjectsTo(endpoints, held.right)
    report.expect(
      'mails to the customer of the corrected order: a question, then the acceptance',
      2,
      subjects.length,
    )
  }
  await repliesTo(report, shop, endpoints, order, id)
}

/** The API part of the order scenario, which runs on any deployment. */
export async function runScenarioOrders(shop: Storefront, report: DemoReport): Promise<ScenarioOrders> {
  const order = newOrder(3)

  report.step('Place an order twice')
  const key = randomUUID()
  const first = await shop.post('/orders', order, { 'idempotency-key': key })
  report.expect('POST /orders', [201, '"1"'], [first.status, first.etag])
  report.expect('Location', `/orders/${first.body.id}`, first.location)
  const repeated = await shop.post('/orders', order, { 'idempotency-key': key })
  report.expect('same key again: the first answer', [201, first.body.id], [repeated.status, repeated.body.id])
  const resent = await shop.post('/orders', order)
  report.expect('another key: the same order', [200, first.body.id], [resent.status, resent.body.id])
  await passes(report, shop, first.body.id)

  report.step('Hold invalid orders, each with an issue')
  const corrected = [await isHeld(report, shop, 'cpf', 5), await isHeld(report, shop, 'cep-uf', 6)]

  report.step('Correct the held orders')
  for (const { id, right } of corrected) {
    const { customer, shippingAddress } = right
    const patched = await shop.change('PATCH', id, '', { customer, shippingAddress })
    report.expect(`PATCH /orders/${id}`, 200, patched.status)
    await passes(report, shop, id)
    const { body } = await shop.get(`/quality/issues?orderId=${id}`)
    report.expect('issue status', 'resolved', body.items[0]?.status)
  }

  report.step('Pay, pack, dispatch and deliver')
  const { id } = first.body
  const early = await shop.change('POST', id, '/dispatch', {})
  report.expect('dispatch before payment', [409, 'illegal-transition'], [early.status, early.body.code])
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
    report.expect(action, [200, status], [moved.status, moved.body.status])
  }
  const expected = [
    'order.placed',
    'order.passed',
    'order.paid',
    'order.packed',
    'order.dispatched',
    'order.delivered',
  ]
  await report.eventually('event types in the history', expected, async () =>
    typesOf(await shop.get(`/orders/${id}/history`)),
  )
  return { id, order, corrected }
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

async function passes(report: DemoReport, shop: Storefront, id: string): Promise<void> {
  await report.eventually('quality', 'passed', async () => (await shop.get(`/orders/${id}`)).body.quality)
}

async function isHeld(
  report: DemoReport,
  shop: Storefront,
  check: string,
  n: number,
): Promise<{ id: string; right: SampleOrder }> {
  const right = newOrder(n)
  const placed = await shop.post('/orders', sampleDefects[check]?.(right) ?? right)
  const { id } = placed.body
  await report.eventually(`order that fails ${check}: quality, holds`, ['held', [check]], async () => {
    const { body } = await shop.get(`/orders/${id}`)
    return [body.quality, body.holds.map(({ code }: { code: string }) => code)]
  })
  const { body } = await shop.get(`/quality/issues?orderId=${id}`)
  report.expect('check of the issue', check, body.items[0]?.check)
  report.expect('issue has evidence', true, body.items[0]?.evidence.length > 0)
  return { id, right }
}

async function repliesTo(
  report: DemoReport,
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
  await report.eventually(
    'order linked to the mail of the customer, and of an unknown sender',
    [id, 'not linked'],
    linked,
  )
}

const mailDomain = 'mail.example.com'

const typesOf = ({ body }: Reply): string[] => body.items.map(({ type }: { type: string }) => type)

/** Subjects of the mails to the customer of an order, cut after the order number. */
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
