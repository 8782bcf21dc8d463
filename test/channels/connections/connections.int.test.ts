import * as api from '../../../functions/channels/api.ts'
import type { ConnectionView } from '../../../functions/channels/connections/connection-requests.ts'
import { callerOf, ifMatch, storeB } from '../../support/http.ts'
import { type ChannelFixture, secret, startChannelFixture, store } from '../support/channel-fixture.ts'
import { bodies, signed } from '../support/signed-calls.ts'

let fixture: ChannelFixture
beforeAll(async () => {
  fixture = await startChannelFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const next = 'the-next-secret-of-the-webhooks-987654'
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()

const receive = (id: string, key: string) =>
  fixture
    .receive('shopify', { connectionId: id, ...signed.shopify(key, bodies.shopify.body, id) })
    .then(({ status }) => status)

const change = (id: string, version: number, what: string, body: object) =>
  ask<ConnectionView & { code: string }>(
    what === 'secret' ? 'PUT' : 'POST',
    `/channels/connections/${id}/${what}`,
    {
      body,
      headers: ifMatch(version),
    },
  )

describe('connecting an account', () => {
  it('returns the webhook path and never the secrets', async () => {
    const tokens = { accessToken: 'access-token-of-the-account', clientSecret: 'client-secret-of-the-app' }
    const connection = await fixture.connect('mercado-livre', '779432305', {
      secrets: { webhook: secret, ...tokens },
    })
    expect(connection).toMatchObject({
      platform: 'mercado-livre',
      channel: 'mercado-livre',
      status: 'live',
      version: 1,
    })
    expect(connection.id).toMatch(/^loja-azul\.con_[0-9a-z]{26}$/)
    expect(connection.webhookPath).toBe(`/channels/mercado-livre/${connection.id}/{token}`)
    const parameter = fixture.parameters.get(`/retaguarda/test/channels/${connection.id}`)
    expect(JSON.parse(parameter ?? '')).toEqual({ current: secret, ...tokens })
    const shown = await ask('GET', `/channels/connections/${connection.id}`)
    const listed = await ask('GET', '/channels/connections')
    const kept = JSON.stringify([await fixture.table.items(), shown.body, listed.body, fixture.logged])
    for (const one of [secret, ...Object.values(tokens)]) {
      expect(kept).not.toContain(one)
      expect(kept).not.toContain(Buffer.from(one).toString('base64'))
    }
  })

  it('returns the existing connection and keeps its secrets', async () => {
    const first = await fixture.connect('shopify', 'twice')
    const body = { platform: 'shopify', account: 'twice', secrets: { webhook: next } }
    const again = await ask<ConnectionView>('POST', '/channels/connections', {
      body,
      headers: { 'idempotency-key': 'b' },
    })
    expect([again.status, again.body]).toEqual([200, first])
    expect(await receive(first.id, next)).toBe(401)
    expect(await receive(first.id, secret)).toBe(200)
  })

  it('replays the first response of an idempotency key and rejects another body', async () => {
    const before = fixture.parameters.size
    const headers = { 'idempotency-key': 'one-key' }
    const body = { platform: 'woocommerce', account: 'loja.example', secrets: { webhook: secret } }
    const first = await ask<ConnectionView>('POST', '/channels/connections', { body, headers })
    const again = await ask<ConnectionView>('POST', '/channels/connections', { body, headers })
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
    const other = await ask('POST', '/channels/connections', {
      body: { ...body, account: 'x.example' },
      headers,
    })
    expect(other.body.code).toBe('idempotency-key-reused')
    expect(fixture.parameters.size).toBe(before + 1)
  })

  it.each([
    [{ platform: 'elsewhere' }, 'platform'],
    [{ secrets: { webhook: 'short' } }, 'secrets.webhook'],
    [{ secrets: { webhook: 'with a space in it' } }, 'secrets.webhook'],
    [{ secrets: { webhook: secret, more: 'x' } }, 'secrets.more'],
  ])('rejects %j', async (wrong, path) => {
    const body = { platform: 'shopify', account: 'x', secrets: { webhook: secret }, ...wrong }
    const { body: problem } = await ask('POST', '/channels/connections', {
      body,
      headers: { 'idempotency-key': path },
    })
    expect(problem.errors).toContainEqual(expect.objectContaining({ path }))
  })
})

describe('a connection secret', () => {
  it('accepts the previous secret until its time', async () => {
    const { id } = await fixture.connect('shopify', 'rotating')
    const changed = await change(id, 1, 'secret', { webhook: next, previousUntil: inAnHour() })
    expect(changed.body).toMatchObject({ version: 2, previousSecretUntil: expect.any(String) })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 200])
  })

  it('rejects the previous secret after its time', async () => {
    const { id } = await fixture.connect('shopify', 'over')
    await change(id, 1, 'secret', { webhook: next, previousUntil: anHourAgo() })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 401])
  })

  it('rejects the previous secret at once without a time', async () => {
    const { id } = await fixture.connect('shopify', 'at-once')
    await change(id, 1, 'secret', { webhook: next })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 401])
  })

  it('keeps the webhook secret when only credentials change', async () => {
    const { id } = await fixture.connect('shopify', 'credentials')
    await change(id, 1, 'secret', { accessToken: 'another' })
    expect(await receive(id, secret)).toBe(200)
    expect(JSON.parse(fixture.parameters.get(`/retaguarda/test/channels/${id}`) ?? '')).toEqual({
      current: secret,
      accessToken: 'another',
    })
  })

  it('reads secrets again at most once a minute after failed calls', async () => {
    const { id } = await fixture.connect('shopify', 'strangers')
    await receive(id, secret)
    fixture.operations()
    for (let n = 0; n < 20; n += 1) expect(await receive(id, 'a-strangers-guess')).toBe(401)
    expect(fixture.operations().filter((name) => name === 'GetParameter').length).toBeLessThanOrEqual(1)
  })
})

describe('a connection', () => {
  it('pauses and resumes a connection that still receives calls', async () => {
    const { id } = await fixture.connect('shopify', 'pausing')
    expect((await change(id, 1, 'pause', {})).body.status).toBe('paused')
    expect((await change(id, 2, 'pause', {})).body).toMatchObject({ status: 'paused', version: 2 })
    expect(await receive(id, secret)).toBe(200)
    expect((await change(id, 1, 'resume', {})).body.code).toBe('stale-version')
    expect((await change(id, 2, 'resume', {})).body.status).toBe('live')
  })

  it('removes a connection with its secrets and can connect it again', async () => {
    const { id } = await fixture.connect('shopify', 'removing')
    const path = `/channels/connections/${id}`
    const removed = await ask<ConnectionView>('DELETE', path, { headers: ifMatch(1) })
    expect(removed.body).toMatchObject({ status: 'removed', version: 2 })
    expect(fixture.parameters.has(`/retaguarda/test/channels/${id}`)).toBe(false)
    expect(await receive(id, secret)).toBe(401)
    const { body } = await ask<{ items: ConnectionView[] }>('GET', '/channels/connections')
    expect(body.items.map((one) => one.id)).not.toContain(id)
    expect((await change(id, 2, 'pause', {})).body.code).toBe('illegal-transition')
    expect(await fixture.connect('shopify', 'removing')).toMatchObject({ id, status: 'live', version: 3 })
    expect(await receive(id, secret)).toBe(200)
  })

  it('hides a connection from other stores', async () => {
    const { id } = await fixture.connect('shopify', 'alone')
    const shown = await ask('GET', `/channels/connections/${id}`, { client: storeB.client })
    expect(shown.body.code).toBe('not-found')
    const { body } = await ask<{ items: unknown[] }>('GET', '/channels/connections', {
      client: storeB.client,
    })
    expect(body.items).toEqual([])
    expect(id.startsWith(`${store}.`)).toBe(true)
  })
})
