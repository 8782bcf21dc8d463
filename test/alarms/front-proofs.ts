import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { signed } from '../channels/support/signed-calls.ts'
import { type AlarmFixture, type Proofs, store } from './alarm-fixture.ts'

const secret = 'segredo-dos-webhooks'

async function ask({ suite }: AlarmFixture, method: string, path: string, body?: object): Promise<any> {
  const headers = { 'if-match': '*', 'idempotency-key': randomUUID() }
  const reply = await suite.call(store, method, path, { headers, ...(body === undefined ? {} : { body }) })
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`)
  await suite.cloud.idle()
  return reply.body
}

/** Connects an account at a platform; returns the connection's id. */
async function connect(
  fixture: AlarmFixture,
  platform: string,
  account: string,
  settings = {},
): Promise<string> {
  const request = { platform, account, settings, secrets: { webhook: secret } }
  return (await ask(fixture, 'POST', '/channels/connections', request)).id
}

/** Sends a call of the shop, signed with a secret; returns the status code of the answer. */
async function call({ suite }: AlarmFixture, connectionId: string, by: string): Promise<number> {
  const { body, headers } = signed.shopify(by, '{}', connectionId)
  const answer = await fetch(`${suite.cloud.endpoints.api}/channels/shopify/${connectionId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return answer.status
}

let silent = ''
let forged = ''
let late = ''

/** How the alarms of channels and customer mail are raised and fixed. */
export const frontProofs = {
  'channel-silent': {
    alarm: 'channel-silent',
    raise: async (fixture) => {
      silent = await connect(fixture, 'shopee', '20261124', { 'silent-after-hours': '1' })
      await fixture.pass(76)
    },
    fix: async ({ ops }) => {
      assert.equal(await ops(`connection pause ${silent} --store ${store}`), `${silent} is paused`)
    },
  },
  'signatures-refused': {
    alarm: 'signatures-refused',
    raise: async (fixture) => {
      forged = await connect(fixture, 'shopify', 'segredo-trocado')
      for (let calls = 0; calls < 5; calls += 1)
        assert.equal(await call(fixture, forged, 'another secret than ours'), 401)
      await fixture.pass(1)
    },
    // The platform has changed its secret, and the operator enters the new one.
    fix: async (fixture) => {
      const changed = { webhook: 'another-secret-than-ours' }
      await ask(fixture, 'PUT', `/channels/connections/${forged}/secret`, changed)
      assert.equal(await call(fixture, forged, changed.webhook), 200)
      await ask(fixture, 'POST', `/channels/connections/${forged}/pause`, {})
    },
  },
  'answers-overdue': {
    alarm: 'answers-overdue',
    raise: async (fixture) => {
      const { id: _, store: __, version: ___, ...settings } = await ask(fixture, 'GET', '/email/settings')
      const categories = Object.entries<object>(settings.categories).map(([category, handling]) => [
        category,
        { ...handling, firstResponseHours: 0.25, resolutionHours: 200 },
      ])
      const hours = { opens: '00:00', closes: '23:59', weekdays: [0, 1, 2, 3, 4, 5, 6] }
      const changed = { ...settings, hours, categories: Object.fromEntries(categories) }
      await ask(fixture, 'PUT', '/email/settings', changed)
      const transport = createTransport(fixture.suite.cloud.endpoints.smtp)
      await transport.sendMail({
        from: 'quem.espera@example.com',
        to: `${store}@mail.example.com`,
        subject: 'Meu pedido não chegou',
        text: 'Comprei há duas semanas e nada. Onde está?',
      })
      transport.close()
      await fixture.suite.cloud.idle()
      const { items } = await ask(fixture, 'GET', '/email/threads')
      late = items.find(({ subject }: { subject: string }) => subject === 'Meu pedido não chegou').id
      await fixture.pass(26)
    },
    fix: (fixture) => ask(fixture, 'POST', `/email/threads/${late}/close`, {}),
  },
} satisfies Proofs
