import { generateKeyPair, SignJWT } from 'jose'
import { routes as emailRoutes } from '../../functions/email/api.ts'
import { routes as ordersRoutes } from '../../functions/orders/api.ts'
import { routes as privacyRoutes } from '../../functions/privacy/api.ts'
import { routes as qualityRoutes } from '../../functions/quality/api.ts'
import { tokenFor } from '../../infra/local/sample-clients.ts'
import type { Route } from '../../shared/http/route.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite.ts'

const routes: readonly Route[] = [...ordersRoutes, ...qualityRoutes, ...emailRoutes, ...privacyRoutes]
/** What every store has of its own under the same name, so that there is nothing of another to name. */
const isOwn = (path: string) => /^\/quality\/(?:checks|facts)\b/.test(path)
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
  'POST /privacy/requests': { kind: 'export', person: { emails: ['maria@example.com'] } },
  'POST /quality/defects/{defectId}/lift': { reason: 'resolvido' },
}

describe('access over the real front door', () => {
  let suite: Suite
  let order: { id: string }
  let issue: { id: string }
  let messageId: string

  beforeAll(async () => {
    suite = await startSuite()
    const wrong = freshOrder()
    order = await suite.place('loja-azul', {
      ...wrong,
      customer: { ...wrong.customer, document: '529.982.247-24' },
    })
    await suite.cloud.idle()
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
  })
  afterAll(() => suite.stop())

  const pathOf = ({ path, method }: Route, orderId: string): string =>
    path
      .replace('{orderId}', orderId)
      .replace('{issueId}', issue.id)
      .replace('{messageId}', messageId)
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
      const mine = await suite.call('loja-azul', 'GET', route.path)
      const theirs = await suite.call('loja-verde', 'GET', route.path)
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

async function sendMail({ cloud, call }: Suite, from: string): Promise<string> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(cloud.endpoints.smtp)
  await transport.sendMail({ from, to: 'loja-azul@mail.example.com', subject: 'Oi', text: 'Tudo bem?' })
  transport.close()
  await cloud.idle()
  const { body } = await call('loja-azul', 'GET', '/email/messages')
  return body.items[0].id
}
