import { createHmac, randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { withWrongDigit } from '../../infra/start/sample-documents.ts'
import { freshOrder, type Suite } from '../support/suite/suite.ts'

/** Resources of one store for path parameters, and values that no other store may read. */
export interface SeededResources {
  readonly parameters: Readonly<Record<string, string>>
  /** Parameters by operation id, for operations that need a resource in a certain state. */
  readonly parametersOf: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Bodies by operation id, for operations whose body names existing resources. */
  readonly bodies: Readonly<Record<string, object>>
  readonly marks: readonly string[]
}

const store = 'loja-azul'

/** Resource name of a path parameter: webhook deliveries and channel deliveries share one parameter name. */
export const resourceOf = (path: string, parameter: string): string =>
  path.startsWith('/channels/subscriptions') && parameter === 'deliveryId' ? 'webhookId' : parameter

/**
 * Creates one resource of each kind that a path can name; `hooks` is the URL of a subscriber. Add a part with each slice
 * whose paths need it.
 */
export async function seedStoreA(suite: Suite, hooks: string): Promise<SeededResources> {
  const subscription = { url: hooks, eventTypes: ['order.placed'] }
  const order = freshOrder()
  const email = order.customer.email ?? ''
  const channel = await channelResources(suite, subscription)
  const orders = await orderWithIssue(suite, order)
  const mails = await mailResources(suite, email)
  const parts = [orders, channel, mails, await webhookOf(suite, channel.subscriptionId)]
  const { orderId } = orders
  return {
    parameters: Object.assign(
      { sku: 'SKU-DA-AZUL', code: 'cpf' },
      await defectAndBackTest(suite),
      await privacyRequest(suite),
      ...parts,
    ),
    parametersOf: await ordersByOperation(suite),
    bodies: {
      mergeThread: { into: mails.otherThreadId },
      splitThread: { messageIds: [mails.laterMessageId] },
      waiveIssue: { reason: 'o cliente confirmou', expiresAt: inOneWeek() },
      linkThreadOrder: { orderId },
      subscribe: subscription,
    },
    marks: [store, order.externalId, email, orderId],
  }
}

const create = async (suite: Suite, method: string, path: string, body: object) => {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  const reply = await suite.call(store, method, path, { body, headers })
  if (reply.status > 201) throw new Error(`${method} ${path} failed with ${reply.status}.`)
  return reply.body
}

/** An order with an invalid CPF and an auto-corrected CEP. */
async function orderWithIssue(suite: Suite, order: ReturnType<typeof freshOrder>) {
  const settings = { mode: 'hold', autoCorrect: true }
  await create(suite, 'PUT', '/quality/checks/cep-uf', settings)
  const { customer, shippingAddress } = order
  const { id: orderId } = await suite.place(store, {
    ...order,
    customer: { ...customer, document: withWrongDigit(customer.document ?? '') },
    shippingAddress: { ...shippingAddress, cep: shippingAddress.cep?.replace('-', '') },
  })
  await suite.cloud.idle()
  const issues = await suite.call(store, 'GET', `/quality/issues?orderId=${orderId}`)
  const shown = await suite.call(store, 'GET', `/orders/${orderId}`)
  return {
    orderId: orderId as string,
    issueId: issues.body.items.find(({ check }: { check: string }) => check === 'cpf').id as string,
    correctionId: shown.body.corrections[0].id as string,
  }
}

const inOneWeek = (): string => new Date(Date.now() + 7 * 24 * 3_600_000).toISOString()

/** One order for each operation, in the state that the operation needs. */
async function ordersByOperation(suite: Suite): Promise<SeededResources['parametersOf']> {
  const sent = { carrier: 'Correios', trackingCode: 'AA123456785BR' }
  const packed = [
    ['pay', {}],
    ['pack', {}],
  ] as const
  const dispatched = [...packed, ['dispatch', sent]] as const
  const { orderId, correctionId } = await orderWithIssue(suite, freshOrder())
  return {
    undoCorrection: { orderId, correctionId },
    packOrder: { orderId: await orderAfter(suite, [['pay', {}]]) },
    dispatchOrder: { orderId: await orderAfter(suite, packed) },
    releaseHold: {
      orderId: await orderAfter(suite, [['holds', { code: 'by-hand', reason: 'olhar' }]]),
      code: 'by-hand',
    },
    deliverOrder: { orderId: await orderAfter(suite, dispatched) },
    returnOrder: { orderId: await orderAfter(suite, [...dispatched, ['deliver', {}]]) },
  }
}

async function orderAfter(suite: Suite, steps: readonly (readonly [string, object])[]): Promise<string> {
  const { id } = await suite.place(store, freshOrder())
  await suite.cloud.idle()
  for (const [step, body] of steps) await create(suite, 'POST', `/orders/${id}/${step}`, body)
  return id
}

/** A request for a person without orders, so that it does not touch the other resources. */
async function privacyRequest(suite: Suite) {
  const request = { kind: 'export', person: { emails: ['ninguem@example.com'] } }
  const { id: requestId } = await create(suite, 'POST', '/privacy/requests', request)
  await suite.cloud.idle()
  return { requestId: requestId as string }
}

async function defectAndBackTest(suite: Suite) {
  const defect = { subject: 'sku', value: 'SKU-OF-NO-ORDER', reason: 'it breaks' }
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' }
  const backTest = { settings: {}, ...period }
  const { id: defectId } = await create(suite, 'POST', '/quality/defects', defect)
  const { id: backTestId } = await create(suite, 'POST', '/quality/checks/cep-uf/back-test', backTest)
  await create(suite, 'PUT', '/quality/facts/skus/SKU-DA-AZUL', { price: 100 })
  await suite.cloud.idle()
  return { defectId: defectId as string, backTestId: backTestId as string }
}

/** Two threads, one of them with two mails, a file and a reply, and a bounced address. */
async function mailResources(suite: Suite, from: string) {
  const transport = createTransport(suite.cloud.endpoints.smtp)
  const to = `${store}@mail.example.com`
  const attachments = [{ filename: 'caneca.txt', content: 'rachada' }]
  await transport.sendMail({ from, to, subject: 'Troca', text: 'Quero trocar a caneca.' })
  await suite.cloud.idle()
  const text = 'Meu pedido não chegou.'
  const messageId = `<${randomUUID()}@example.com>`
  await transport.sendMail({
    from,
    to,
    subject: 'Atraso',
    text,
    html: `<p>${text}</p>`,
    attachments,
    messageId,
  })
  await suite.cloud.idle()
  const again = {
    subject: 'Re: Atraso',
    text: 'Ainda não chegou.',
    inReplyTo: messageId,
    references: messageId,
  }
  await transport.sendMail({ from, to, ...again })
  transport.close()
  const bouncing = freshOrder()
  const email = `${bouncing.externalId.toLowerCase()}@bounce.test`
  await suite.place(store, { ...bouncing, customer: { ...bouncing.customer, email } })
  await suite.cloud.idle()
  const items = async (path: string): Promise<{ readonly id: string; readonly subject?: string }[]> =>
    (await suite.call(store, 'GET', path)).body.items
  const about = async (path: string, subject: string) =>
    (await items(path)).find((one) => one.subject === subject)?.id ?? ''
  const threadId = await about('/email/threads', 'Atraso')
  const { id: replyId } = await create(suite, 'POST', `/email/threads/${threadId}/replies`, { text: 'Olá!' })
  return {
    threadId,
    otherThreadId: await about('/email/threads', 'Troca'),
    messageId: await about('/email/messages', 'Atraso'),
    laterMessageId: await about('/email/messages', 'Re: Atraso'),
    place: '0',
    replyId: replyId as string,
    suppressionId: (await items('/email/suppressions'))[0]?.id ?? '',
  }
}

/** A connection with a parked delivery, and a subscription. */
async function channelResources(suite: Suite, subscription: object) {
  const webhook = 'segredo-dos-webhooks'
  const account = { platform: 'shopify', account: store, secrets: { webhook } }
  const { id: connectionId } = await create(suite, 'POST', '/channels/connections', account)
  const body = 'not json'
  const accepted = await fetch(`${suite.cloud.endpoints.api}/channels/shopify/${connectionId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-hmac-sha256': createHmac('sha256', webhook).update(body).digest('base64'),
    },
    body,
  })
  if (accepted.status !== 200) throw new Error(`Call was rejected with ${accepted.status}.`)
  await suite.cloud.idle()
  const { body: parked } = await suite.call(store, 'GET', '/channels/deliveries?state=parked')
  const { id: subscriptionId } = await create(suite, 'POST', '/channels/subscriptions', subscription)
  return {
    connectionId: connectionId as string,
    deliveryId: parked.items[0].id as string,
    subscriptionId: subscriptionId as string,
  }
}

/** A webhook delivery of a subscription. */
async function webhookOf(suite: Suite, subscriptionId: string) {
  const { body } = await suite.call(store, 'GET', `/channels/subscriptions/${subscriptionId}/deliveries`)
  return { webhookId: body.items[0].id as string }
}
