import { createHmac } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { routes as channelsRoutes } from '../../functions/channels/api.ts'
import { routes as emailRoutes } from '../../functions/email/api.ts'
import { routes as ordersRoutes } from '../../functions/orders/api.ts'
import { routes as privacyRoutes } from '../../functions/privacy/api.ts'
import { routes as qualityRoutes } from '../../functions/quality/api.ts'
import { tokenFor } from '../../infra/local/sample-clients.ts'
import type { Route } from '../../shared/http/route.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite.ts'

const routes: readonly Route[] = [
  ...ordersRoutes,
  ...qualityRoutes,
  ...emailRoutes,
  ...channelsRoutes,
  ...privacyRoutes,
]
/** What every store has of its own under the same name, so that there is nothing of another to name. */
const isOwn = (path: string) =>
  /^\/(?:quality\/(?:checks|facts)|email\/(?:settings|templates|models))\b/.test(path)
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)

const inAnHour = new Date(Date.now() + 3_600_000).toISOString()

/** A body that each route would take, so that nothing but access decides. */
const bodies: Readonly<Record<string, object>> = {
  'POST /orders': freshOrder(),
  'POST /orders/{orderId}/holds': { code: 'manual', reason: 'por via das dúvidas' },
  'POST /orders/{orderId}/cancel': { reason: 'por engano' },
  'POST /orders/{orderId}/return': { reason: 'por engano' },
  'POST /quality/issues': { category: 'avaria', department: 'finance', summary: 'veio trincado' },
  'POST /quality/issues/{issueId}/comments': { comment: 'perguntei' },
  'POST /quality/issues/{issueId}/resolve': { resolution: 'fixed' },
  'POST /quality/issues/{issueId}/reopen': { reason: 'de novo' },
  'POST /quality/issues/{issueId}/waiver': { reason: 'sabido', expiresAt: inAnHour },
  'POST /email/threads/{threadId}/merge': { into: 'thr_0' },
  'POST /email/threads/{threadId}/split': { messageIds: ['msg_0'] },
  'POST /email/threads/{threadId}/replies': { text: 'Olá!' },
  'POST /email/threads/{threadId}/route': { department: 'finance' },
  'PATCH /email/threads/{threadId}/category': { category: 'late' },
  'PUT /email/threads/{threadId}/order': { orderId: 'ord_0' },
  'POST /privacy/requests': { kind: 'export', person: { emails: ['maria@example.com'] } },
  'POST /quality/defects/{defectId}/lift': { reason: 'resolvido' },
  'POST /channels/connections': {
    platform: 'shopify',
    account: 'loja-azul',
    secrets: { webhook: 'segredo-dos-webhooks' },
  },
  'PUT /channels/connections/{connectionId}/secret': { webhook: 'outro-segredo-dos-webhooks' },
  'POST /channels/subscriptions': { url: 'http://127.0.0.1:9/hooks', eventTypes: ['order.placed'] },
  'PATCH /channels/subscriptions/{subscriptionId}': { description: 'nossa' },
  'POST /channels/subscriptions/{subscriptionId}/replay': {
    from: '2026-11-24T12:00:00.000Z',
    to: '2026-11-24T13:00:00.000Z',
  },
}

/** What a list asks to be told, where it does not show everything. */
const queryOf = ({ path }: Route): string => (path === '/channels/deliveries' ? '?state=parked' : '')

describe('access over the real front door', () => {
  let suite: Suite
  let order: { id: string }
  let issue: { id: string }
  let messageId: string
  let channel: Channel
  let threadId: string
  let suppressionId: string

  beforeAll(async () => {
    suite = await startSuite()
    const wrong = freshOrder()
    order = await suite.place('loja-azul', {
      ...wrong,
      customer: { ...wrong.customer, document: '529.982.247-24' },
    })
    const bouncing = freshOrder()
    const customer = { ...bouncing.customer, email: `${bouncing.externalId.toLowerCase()}@bounce.test` }
    await suite.place('loja-azul', { ...bouncing, customer })
    await suite.cloud.idle()
    const suppressions = await suite.call('loja-azul', 'GET', '/email/suppressions')
    suppressionId = suppressions.body.items[0].id
    const { body } = await suite.call('loja-azul', 'GET', `/quality/issues?orderId=${order.id}`)
    issue = body.items[0]
    await suite.call('loja-azul', 'POST', '/quality/defects', {
      headers: { 'idempotency-key': 'defect' },
      body: { subject: 'sku', value: 'SKU-OF-NO-ORDER', reason: 'it breaks' },
    })
    await suite.call('loja-azul', 'POST', '/privacy/requests', {
      headers: { 'idempotency-key': 'privacy' },
      body: bodies['POST /privacy/requests'] ?? {},
    })
    messageId = await sendMail(suite, wrong.customer.email ?? '')
    channel = await connectChannel(suite)
    const threads = await suite.call('loja-azul', 'GET', '/email/threads')
    threadId = threads.body.items[0].id
  })
  afterAll(() => suite.stop())

  const pathOf = ({ path, method }: Route, orderId: string): string =>
    path
      .replace('{orderId}', orderId)
      .replace('{issueId}', issue.id)
      .replace('{messageId}', messageId)
      .replace('{connectionId}', channel.connectionId)
      .replace('{subscriptionId}', channel.subscriptionId)
      .replace(/\/deliveries\/\{deliveryId\}/, `/deliveries/${channel.deliveryId}`)
      .replace('{threadId}', threadId)
      .replace('{place}', '0')
      .replace('{replyId}', 'mail_0')
      .replace('{suppressionId}', suppressionId)
      .replace('{code}', 'cpf') + (method === 'DELETE' ? '?reason=engano' : '')

  const request = async (route: Route, authorization: string | undefined): Promise<Response> =>
    fetch(`${suite.cloud.endpoints.api}${pathOf(route, order.id)}`, {
      method: route.method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        'content-type': 'application/json',
        'if-match': '*',
        'idempotency-key': 'access',
      },
      ...(route.method === 'GET'
        ? {}
        : { body: JSON.stringify(bodies[`${route.method} ${route.path}`] ?? {}) }),
    })

  it.each(named)('%s asks for a token', async (_, route) => {
    expect((await request(route, undefined)).status).toBe(401)
  })

  it.each(named)('%s refuses tokens that are not ours, not for us or too old', async (_, route) => {
    const statuses = await Promise.all(
      (await badTokens(suite)).map(async (token) => (await request(route, `Bearer ${token}`)).status),
    )
    expect(statuses).toEqual(statuses.map(() => 401))
  })

  it.each(named)('%s asks for its scope', async (_, route) => {
    const client = suite.cloud.identity.clients.find(({ id }) => id === 'loja-azul')
    if (client === undefined) throw new Error('the sample client is expected')
    const others = client.scopes.filter((scope) => !scope.endsWith(route.scope))
    const token = await tokenFor(suite.cloud.endpoints.token, client, others)
    expect((await request(route, `Bearer ${token}`)).status).toBe(403)
  })

  it.each(named.filter(([, { path }]) => path.includes('{') && !isOwn(path)))(
    '%s knows nothing of another store',
    async (_, route) => {
      const reply = await suite.call('loja-verde', route.method, pathOf(route, order.id), {
        headers: { 'if-match': '*', 'idempotency-key': 'another' },
        ...(route.method === 'GET' ? {} : { body: bodies[`${route.method} ${route.path}`] ?? {} }),
      })
      expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
    },
  )

  it.each(named.filter(([, { path, method }]) => method === 'GET' && !path.includes('{') && !isOwn(path)))(
    '%s lists nothing of another store',
    async (_, route) => {
      const path = `${route.path}${queryOf(route)}`
      const mine = await suite.call('loja-azul', 'GET', path)
      const theirs = await suite.call('loja-verde', 'GET', path)
      expect(mine.body.items.length).toBeGreaterThan(0)
      expect(theirs.body.items).toEqual([])
    },
  )
})

async function badTokens({ cloud }: Suite): Promise<string[]> {
  const client = cloud.identity.clients[0]
  if (client === undefined) throw new Error('a sample client is expected')
  const good = await tokenFor(cloud.endpoints.token, client)
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { privateKey } = await generateKeyPair('RS256')
  const foreign = await new SignJWT(claims)
    .setProtectedHeader({ ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string }) })
    .sign(privateKey)
  return [
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    foreign,
    `${header}.${encode({ ...claims, scope: 'retaguarda/orders:write', exp: 4_000_000_000 })}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -4)}`,
    'not-a-token',
  ]
}

interface Channel {
  readonly connectionId: string
  readonly subscriptionId: string
  readonly deliveryId: string
}

/** A connection with a delivery that nobody can read, and a subscription. */
async function connectChannel({ cloud, call }: Suite): Promise<Channel> {
  const make = async (path: string) => {
    const headers = { 'idempotency-key': path }
    return (await call('loja-azul', 'POST', path, { body: bodies[`POST ${path}`] ?? {}, headers })).body.id
  }
  const connectionId: string = await make('/channels/connections')
  const body = 'not json'
  const taken = await fetch(`${cloud.endpoints.api}/channels/shopify/${connectionId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-hmac-sha256': createHmac('sha256', 'segredo-dos-webhooks').update(body).digest('base64'),
    },
    body,
  })
  expect(taken.status).toBe(200)
  await cloud.idle()
  const { body: parked } = await call('loja-azul', 'GET', '/channels/deliveries?state=parked')
  return {
    connectionId,
    subscriptionId: await make('/channels/subscriptions'),
    deliveryId: parked.items[0].id,
  }
}

async function sendMail({ cloud, call }: Suite, from: string): Promise<string> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(cloud.endpoints.smtp)
  await transport.sendMail({
    from,
    to: 'loja-azul@mail.example.com',
    subject: 'Atraso',
    text: 'Meu pedido não chegou.',
  })
  transport.close()
  await cloud.idle()
  const { body } = await call('loja-azul', 'GET', '/email/messages')
  return body.items[0].id
}
