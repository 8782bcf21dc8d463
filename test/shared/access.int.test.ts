import { catalogue } from '../../events/catalogue.ts'
import * as channelsApi from '../../functions/channels/api.ts'
import { handler as makeWebhooks } from '../../functions/channels/webhooks/create-webhooks-when-event-published.event.ts'
import * as emailApi from '../../functions/email/api.ts'
import { commitLearning } from '../../functions/email/classifier/classifier.store.ts'
import { classifierId, recordModel } from '../../functions/email/classifier/serving-model.ts'
import { commitMail } from '../../functions/email/mails/mail.store.ts'
import { filesFolder } from '../../functions/email/messages/mail-bucket.client.ts'
import { saveMessage } from '../../functions/email/messages/message.store.ts'
import type { Message } from '../../functions/email/messages/message.ts'
import { writeReply } from '../../functions/email/replies/thread-mail.ts'
import { settingsOf } from '../../functions/email/settings/email-settings.ts'
import { commitSuppression } from '../../functions/email/suppressions/suppression.store.ts'
import { suppress } from '../../functions/email/suppressions/suppression.ts'
import { commitThreads } from '../../functions/email/threads/thread.store.ts'
import {
  andThen,
  type Incoming,
  joinThread,
  openThread,
  threadId,
} from '../../functions/email/threads/thread.ts'
import * as ordersApi from '../../functions/orders/api.ts'
import { applyCorrection } from '../../functions/orders/corrections/auto-correct.ts'
import { placeHold } from '../../functions/orders/holds/order-holds.ts'
import { commitOrder } from '../../functions/orders/order/order.store.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import * as privacyApi from '../../functions/privacy/api.ts'
import * as qualityApi from '../../functions/quality/api.ts'
import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { commitRun } from '../../functions/quality/runs/run.store.ts'
import { recordRun } from '../../functions/quality/runs/run.ts'
import { updateIssues } from '../../functions/quality/runs/update-issues.ts'
import { slices } from '../../infra/slices.ts'
import type { Route } from '../../shared/http/route.ts'
import { type Scope, scopes } from '../../shared/http/route.ts'
import { type ChannelFixture, secret, startChannelFixture } from '../channels/support/channel-fixture.ts'
import { signed } from '../channels/support/signed-calls.ts'
import { serveMail } from '../email/support/mail-fixture.ts'
import type { MailServices } from '../email/support/mail-services.ts'
import { report } from '../faults/table/figures.ts'
import { cause } from '../support/cause.ts'
import { bothStoresClient, callerOf, type HttpCall, storeA, storeB } from '../support/http.ts'
import { anAddress, aPlaceOrder, fixedNow, later } from '../support/orders.ts'

const apis = [ordersApi, qualityApi, emailApi, channelsApi, privacyApi]
const every = apis.flatMap((api) =>
  api.routes.map((route) => ({ name: `${route.method} ${route.path}`, route, call: callerOf(api) })),
)

const inAnHour = new Date(Date.now() + 3_600_000).toISOString()

/** A valid request for each route, so that only the caller can cause an error. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /orders': aPlaceOrder(),
  'PATCH /orders/{orderId}': { customer: { phone: null } },
  'POST /orders/{orderId}/holds': { code: 'other', reason: 'look' },
  'POST /orders/{orderId}/pay': {},
  'POST /orders/{orderId}/pack': {},
  'POST /orders/{orderId}/dispatch': {},
  'POST /orders/{orderId}/deliver': {},
  'POST /orders/{orderId}/cancel': { reason: 'given up' },
  'POST /orders/{orderId}/return': { reason: 'cracked' },
  'POST /orders/{orderId}/corrections/{correctionId}/undo': {},
  'PUT /quality/checks/{code}': { mode: 'warn' },
  'PUT /quality/facts/store': { cutOff: '14:00' },
  'PUT /quality/facts/skus/{sku}': { price: 100 },
  'PUT /quality/facts/orders/{orderId}': { carrier: 'Correios' },
  'POST /quality/issues': { category: 'damaged', department: 'finance', summary: 'cracked' },
  'PATCH /quality/issues/{issueId}': { assignee: 'ana' },
  'POST /quality/issues/{issueId}/comments': { comment: 'asked' },
  'POST /quality/issues/{issueId}/triage': {},
  'POST /quality/issues/{issueId}/start': {},
  'POST /quality/issues/{issueId}/resolve': { resolution: 'fixed' },
  'POST /quality/issues/{issueId}/verify': {},
  'POST /quality/issues/{issueId}/reopen': { reason: 'again' },
  'POST /quality/issues/{issueId}/waiver': { reason: 'known', expiresAt: inAnHour },
  'POST /quality/defects': { subject: 'sku', value: 'CAN-AZ-350', reason: 'cracks' },
  'POST /quality/defects/{defectId}/lift': { reason: 'sorted out' },
  'PUT /email/settings': { language: 'pt' },
  'POST /email/threads/{threadId}/merge': { into: threadId(storeA.store, 'msg_other') },
  'POST /email/threads/{threadId}/split': { messageIds: ['msg_second'] },
  'POST /email/threads/{threadId}/replies': { text: 'Olá!' },
  'POST /email/threads/{threadId}/route': { department: 'finance' },
  'PATCH /email/threads/{threadId}/category': { category: 'late' },
  'PUT /email/threads/{threadId}/order': { orderId: 'ord_1' },
  'POST /privacy/reapplications': {},
  'POST /privacy/requests': { kind: 'export', person: { emails: ['maria@example.com'] } },
  'POST /quality/checks/{code}/back-test': { settings: {}, from: fixedNow, to: later(60) },
  'POST /channels/connections': { platform: 'shopify', account: 'another', secrets: { webhook: secret } },
  'PUT /channels/connections/{connectionId}/secret': { webhook: `${secret}-next` },
  'POST /channels/connections/{connectionId}/pause': {},
  'POST /channels/connections/{connectionId}/resume': {},
  'POST /channels/deliveries/{deliveryId}/retry': {},
  'POST /channels/subscriptions': { url: 'http://127.0.0.1:9/hooks', eventTypes: ['order.placed'] },
  'PATCH /channels/subscriptions/{subscriptionId}': { description: 'ours' },
  'POST /channels/subscriptions/{subscriptionId}/secret': {},
  'POST /channels/subscriptions/{subscriptionId}/deliveries/{deliveryId}/replay': {},
  'POST /channels/subscriptions/{subscriptionId}/replay': { from: fixedNow, to: later(60) },
}

/** The required query of lists that have one. */
const queries: Readonly<Record<string, Record<string, string>>> = {
  '/channels/deliveries': { state: 'parked' },
}

let stage: ChannelFixture
let mail: MailServices
const params: Record<string, string> = { code: 'ask', place: '0', correctionId: 'cor_1' }
beforeAll(async () => {
  stage = await startChannelFixture()
  mail = await serveMail()
  const wrong = aPlaceOrder({ shippingAddress: anAddress({ cep: '20040-002' }) })
  const placed = placeOrder(wrong, storeA.store, fixedNow)
  await commitOrder(placed, cause, fixedNow)
  const corrected = applyCorrection(
    placed.next,
    {
      correctionId: 'cor_1',
      check: 'address-incomplete',
      contentVersion: 1,
      changes: [{ path: 'shippingAddress.number', before: '210', after: '211' }],
    },
    later(1),
  )
  await commitOrder(corrected, cause, later(1))
  const hold = { code: 'ask', reason: 'look', placedBy: 'ana' }
  const { next: order, ...held } = placeHold(corrected.next, hold, later(1))
  await commitOrder({ next: order, ...held }, cause, later(1))
  const results = runChecks(order, { now: fixedNow })
  const found = updateIssues([], { order, results, by: storeA.client, now: fixedNow }, 1)
  await commitRun(recordRun(undefined, order, { results }, fixedNow), found, cause, fixedNow)
  const received = catalogue.get('email.message-received')?.example
  const message = {
    ...received?.snapshot,
    store: storeA.store,
    version: 1,
    attachments: [{ name: 'foto.png', type: 'image/png', bytes: 1, kept: true }],
    html: { remoteImages: 0 },
  } as unknown as Message
  const html = `${message.object?.bucket}/${filesFolder(storeA.store, message.id)}/html`
  mail.objects.set(html, Buffer.from('<p>oi</p>'))
  await saveMessage(
    { next: message, events: [{ type: 'email.message-received', data: {} }] },
    cause,
    fixedNow,
  )
  const opened = openThread(incoming('msg_first'), { channel: 'email' }, fixedNow)
  const joined = andThen(opened, (thread) =>
    joinThread(thread, incoming('msg_second'), { by: 'subject' }, fixedNow),
  )
  const other = openThread(incoming('msg_other'), { channel: 'email' }, fixedNow)
  await commitThreads(storeA.store, { decisions: [joined, other] }, cause, fixedNow)
  params['threadId'] = opened.next.id
  const words = { to: 'maria@example.com', language: 'pt', subject: 'Re: Pedido', text: 'Olá!' } as const
  const reply = writeReply(
    joined.next,
    settingsOf(undefined, storeA.store),
    { ...words, resolves: false },
    { by: 'ana', key: 'k', now: fixedNow },
  )
  await commitMail(reply, cause, fixedNow)
  params['replyId'] = reply.next.id
  const refused = { store: storeA.store, address: 'nobody@example.com', reason: 'bounced' } as const
  const suppression = suppress(undefined, refused, fixedNow)
  await commitSuppression(suppression, cause, fixedNow)
  params['suppressionId'] = suppression.next.id
  await commitLearning({ classifier: aTrainedClassifier() }, cause, fixedNow)
  const made = async (path: string, route: string, api = callerOf(qualityApi)) => {
    const headers = { 'idempotency-key': `made-${path}` }
    const { body } = await api<{ id: string }>('POST', path, { body: bodies[route], headers })
    expect(body).toHaveProperty('id')
    return body.id
  }
  params['defectId'] = await made('/quality/defects', 'POST /quality/defects')
  params['backTestId'] = await made(
    '/quality/checks/cep-uf/back-test',
    'POST /quality/checks/{code}/back-test',
  )
  params['requestId'] = await made('/privacy/requests', 'POST /privacy/requests', callerOf(privacyApi))
  Object.assign(params, { orderId: order.id, issueId: found[0]?.next.id, messageId: message.id })
  await connectAndSubscribe()
})
afterAll(async () => {
  await stage.stop()
  await mail.stop()
})

/** A connection with a parked delivery, and a subscription with a waiting webhook. */
async function connectAndSubscribe(): Promise<void> {
  const channels = callerOf(channelsApi)
  const { id: connectionId } = await stage.connect('shopify', 'loja-azul')
  await stage.receive('shopify', { connectionId, ...signed.shopify(secret, 'not json', connectionId) })
  const parked = await channels<{ items: { id: string }[] }>('GET', '/channels/deliveries', {
    query: { state: 'parked' },
  })
  Object.assign(process.env, {
    LOOPBACK_RECEIVERS: 'allowed',
    WEBHOOKS_QUEUE_URL: 'http://queues/0/webhooks',
  })
  stage.services.on('SendMessage', () => ({ MessageId: 'm' }))
  const { body: subscribed } = await channels<{ id: string }>('POST', '/channels/subscriptions', {
    body: bodies['POST /channels/subscriptions'],
    headers: { 'idempotency-key': 'subscribe' },
  })
  const event = {
    ...catalogue.get('order.placed')?.example,
    store: storeA.store,
    occurredAt: new Date().toISOString(),
  }
  await makeWebhooks({ detail: event } as unknown as Parameters<typeof makeWebhooks>[0])
  const sent = await channels<{ items: { id: string }[] }>(
    'GET',
    `/channels/subscriptions/${subscribed.id}/deliveries`,
  )
  Object.assign(params, {
    connectionId,
    deliveryId: parked.body.items[0]?.id,
    subscriptionId: subscribed.id,
    webhookId: sent.body.items[0]?.id,
  })
}

/** A store with one trained model. */
function aTrainedClassifier() {
  const measures = { accuracy: 0.8, macroF1: 0.7, logLoss: 0.6 }
  const model = { id: 'mdl_1', trainedAt: fixedNow, learntFrom: 20, heldBack: 5, measures, before: measures }
  const fresh = { id: classifierId, store: storeA.store, version: 0, models: [] }
  return recordModel(fresh, { ...model, served: false })
}

const incoming = (id: string): Incoming => ({
  id,
  store: storeA.store,
  at: fixedNow,
  automatic: false,
  from: { address: 'maria@example.com', name: 'Maria' },
  copiedTo: [],
  subject: 'Pedido 1001',
})

const pathOf = ({ path }: Route) =>
  path
    .replace(/^\/quality\/checks\/\{code\}/, '/quality/checks/cep-uf')
    .replace('{subscriptionId}/deliveries/{deliveryId}', '{subscriptionId}/deliveries/{webhookId}')
    .replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name)

let keys = 0
function requestOf({ method, path }: Route, more: HttpCall = {}): HttpCall {
  keys += 1
  const body = bodies[`${method} ${path}`]
  return {
    ...(body === undefined ? {} : { body }),
    ...(method === 'DELETE' ? { query: { reason: 'fine' } } : {}),
    ...more,
    headers: { 'if-match': '*', 'idempotency-key': `key-${keys}`, ...more.headers },
  }
}

const named = every.filter(({ route }) => route.path.includes('{'))
/** Resources that each store has under the same path, so another store's cannot be named. */
const isOwn = ({ route }: (typeof every)[number]) =>
  /^\/(?:quality\/(?:checks|facts)|email\/(?:settings|templates))\b/.test(route.path)
const foreign = named.filter((one) => !isOwn(one))
const lists = every.filter(
  (one) => one.route.method === 'GET' && !one.route.path.includes('{') && !isOwn(one),
)
const writing = every.filter(({ route }) => route.request !== undefined)

describe('the access test', () => {
  it('calls the routes of every slice', () => {
    const tested = apis.flatMap(({ routes }) => routes as readonly unknown[])
    expect(slices.filter(({ routes }) => routes.some((one) => !tested.includes(one)))).toEqual([])
  })
})

describe('a resource of another store', () => {
  it.each(foreign)('is not found: $name', async ({ route, call }) => {
    const before = await stage.table.items()
    const { status, body } = await call(
      route.method,
      pathOf(route),
      requestOf(route, { client: storeB.client }),
    )
    expect([status, body.code]).toEqual([404, 'not-found'])
    expect(body.detail).not.toContain(storeA.store)
    expect(await stage.table.items()).toEqual(before)
    report({ row: 'another-tenant', tries: 1, lost: 0, doubled: 0 })
  })

  it.each(lists)('is not listed: $name', async ({ route, call }) => {
    const query = queries[route.path] ?? {}
    const mine = await call<{ items: unknown[] }>('GET', route.path, { query })
    expect(mine.body.items.length).toBeGreaterThan(0)
    const theirs = await call<{ items: unknown[] }>('GET', route.path, { query, client: storeB.client })
    expect(theirs.body.items).toEqual([])
  })

  it('is not listed by the id of its order', async () => {
    const call = callerOf(qualityApi)
    const query = { orderId: params['orderId'] ?? '' }
    expect((await call<{ items: unknown[] }>('GET', '/quality/issues', { query })).body.items).toHaveLength(1)
    const theirs = await call<{ items: unknown[] }>('GET', '/quality/issues', {
      query,
      client: storeB.client,
    })
    expect(theirs.body.items).toEqual([])
  })

  it.each(writing)('has a specific request body in this test: $name', ({ name }) => {
    expect(bodies).toHaveProperty([name])
  })
})

describe('authorization of a caller', () => {
  const caller = (route: Route, call: (typeof every)[number]['call'], more: HttpCall) =>
    call(route.method, pathOf(route), requestOf(route, more)).then(({ status, body }) => [status, body.code])

  it.each(every)('$name requires its scope', async ({ route, call }) => {
    const others = (Object.keys(scopes) as Scope[]).filter((scope) => scope !== route.scope)
    expect(await caller(route, call, { scope: others })).toEqual([403, 'forbidden'])
    expect(await caller(route, call, { scope: [] })).toEqual([403, 'forbidden'])
  })

  it.each(every)('$name requires a token', async ({ route, call }) => {
    expect(await caller(route, call, { client: null })).toEqual([401, 'unauthenticated'])
  })

  it.each(every)('$name requires a store of the caller', async ({ route, call }) => {
    expect(await caller(route, call, { client: 'client-of-nobody' })).toEqual([403, 'forbidden'])
    const foreign = { client: storeB.client, headers: { 'retaguarda-store': storeA.store } }
    expect(await caller(route, call, foreign)).toEqual([403, 'forbidden'])
  })

  it.each(every)(
    '$name requires the Store header from a caller of several stores',
    async ({ route, call }) => {
      expect(await caller(route, call, { client: bothStoresClient })).toEqual([400, 'store-not-chosen'])
      const third = { client: bothStoresClient, headers: { 'retaguarda-store': 'loja-rosa' } }
      expect(await caller(route, call, third)).toEqual([403, 'forbidden'])
    },
  )

  it.each(named)('$name is found by a caller of both stores with the right Store header', async (one) => {
    const { route, call } = one
    const more = { client: bothStoresClient, headers: { 'retaguarda-store': storeA.store } }
    const { status } = await call(route.method, pathOf(route), requestOf(route, more))
    expect([200, 201, 409]).toContain(status)
  })

  it('uses the subject of a token without a client', async () => {
    const claims = { sub: storeA.client, scope: 'openid retaguarda/orders:read' }
    const { status } = await callerOf(ordersApi)('GET', '/orders', { claims })
    expect(status).toBe(200)
  })
})
