import * as api from '../../../functions/channels/api.ts'
import type { ConnectionView } from '../../../functions/channels/connections/connection-requests.ts'
import { callerOf, ifMatch, storeB } from '../../support/http.ts'
import { type ChannelStage, secret, setChannelStage, store } from '../support/channel-fixture.ts'
import { bodies, signed } from '../support/signed-calls.ts'

let stage: ChannelStage
beforeAll(async () => {
  stage = await setChannelStage()
})
afterAll(() => stage.stop())

const ask = callerOf(api)
const next = 'the-next-secret-of-the-webhooks-987654'
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()

const receive = (id: string, key: string) =>
  stage
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
  it('makes a connection that says where to call, and keeps its secrets where nobody reads them back', async () => {
    const tokens = { accessToken: 'access-token-of-the-account', clientSecret: 'client-secret-of-the-app' }
    const connection = await stage.connect('mercado-livre', '779432305', {
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
    const parameter = stage.parameters.get(`/retaguarda/test/channels/${connection.id}`)
    expect(JSON.parse(parameter ?? '')).toEqual({ current: secret, ...tokens })
    const shown = await ask('GET', `/channels/connections/${connection.id}`)
    const listed = await ask('GET', '/channels/connections')
    const kept = JSON.stringify([await stage.table.items(), shown.body, listed.body, stage.logged])
    for (const one of [secret, ...Object.values(tokens)]) {
      expect(kept).not.toContain(one)
      expect(kept).not.toContain(Buffer.from(one).toString('base64'))
    }
  })

  it('again is the same connection, whose secrets stay', async () => {
    const first = await stage.connect('shopify', 'twice')
    const body = { platform: 'shopify', account: 'twice', secrets: { webhook: next } }
    const again = await ask<ConnectionView>('POST', '/channels/connections', {
      body,
      headers: { 'idempotency-key': 'b' },
    })
    expect([again.status, again.body]).toEqual([200, first])
    expect(await receive(first.id, next)).toBe(401)
    expect(await receive(first.id, secret)).toBe(200)
  })

  it('gives the first answer again under its key, and no other content', async () => {
    const before = stage.parameters.size
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
    expect(stage.parameters.size).toBe(before + 1)
  })

  it.each([
    [{ platform: 'elsewhere' }, 'platform'],
    [{ secrets: { webhook: 'short' } }, 'secrets.webhook'],
    [{ secrets: { webhook: 'with a space in it' } }, 'secrets.webhook'],
    [{ secrets: { webhook: secret, more: 'x' } }, 'secrets.more'],
  ])('refuses %j', async (wrong, path) => {
    const body = { platform: 'shopify', account: 'x', secrets: { webhook: secret }, ...wrong }
    const { body: problem } = await ask('POST', '/channels/connections', {
      body,
      headers: { 'idempotency-key': path },
    })
    expect(problem.errors).toContainEqual(expect.objectContaining({ path }))
  })
})

describe('a secret', () => {
  it('is followed by the next one, while the old one counts until its time', async () => {
    const { id } = await stage.connect('shopify', 'rotating')
    const changed = await change(id, 1, 'secret', { webhook: next, previousUntil: inAnHour() })
    expect(changed.body).toMatchObject({ version: 2, previousSecretUntil: expect.any(String) })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 200])
  })

  it('no longer counts once its time is over', async () => {
    const { id } = await stage.connect('shopify', 'over')
    await change(id, 1, 'secret', { webhook: next, previousUntil: anHourAgo() })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 401])
  })

  it('no longer counts at once when no time is given', async () => {
    const { id } = await stage.connect('shopify', 'at-once')
    await change(id, 1, 'secret', { webhook: next })
    expect([await receive(id, next), await receive(id, secret)]).toEqual([200, 401])
  })

  it('stays when only credentials change', async () => {
    const { id } = await stage.connect('shopify', 'credentials')
    await change(id, 1, 'secret', { accessToken: 'another' })
    expect(await receive(id, secret)).toBe(200)
    expect(JSON.parse(stage.parameters.get(`/retaguarda/test/channels/${id}`) ?? '')).toEqual({
      current: secret,
      accessToken: 'another',
    })
  })

  it('that failed is read again once a minute at most, whoever calls', async () => {
    const { id } = await stage.connect('shopify', 'strangers')
    await receive(id, secret)
    stage.operations()
    for (let n = 0; n < 20; n += 1) expect(await receive(id, 'a-strangers-guess')).toBe(401)
    expect(stage.operations().filter((name) => name === 'GetParameter').length).toBeLessThanOrEqual(1)
  })
})

describe('a connection', () => {
  it('is paused and resumed, and goes on taking calls', async () => {
    const { id } = await stage.connect('shopify', 'pausing')
    expect((await change(id, 1, 'pause', {})).body.status).toBe('paused')
    expect((await change(id, 2, 'pause', {})).body).toMatchObject({ status: 'paused', version: 2 })
    expect(await receive(id, secret)).toBe(200)
    expect((await change(id, 1, 'resume', {})).body.code).toBe('stale-version')
    expect((await change(id, 2, 'resume', {})).body.status).toBe('live')
  })

  it('that is removed takes no calls, has no secrets, is not listed, and can be made again', async () => {
    const { id } = await stage.connect('shopify', 'removing')
    const path = `/channels/connections/${id}`
    const removed = await ask<ConnectionView>('DELETE', path, { headers: ifMatch(1) })
    expect(removed.body).toMatchObject({ status: 'removed', version: 2 })
    expect(stage.parameters.has(`/retaguarda/test/channels/${id}`)).toBe(false)
    expect(await receive(id, secret)).toBe(401)
    const { body } = await ask<{ items: ConnectionView[] }>('GET', '/channels/connections')
    expect(body.items.map((one) => one.id)).not.toContain(id)
    expect((await change(id, 2, 'pause', {})).body.code).toBe('illegal-transition')
    expect(await stage.connect('shopify', 'removing')).toMatchObject({ id, status: 'live', version: 3 })
    expect(await receive(id, secret)).toBe(200)
  })

  it('is its store’s alone', async () => {
    const { id } = await stage.connect('shopify', 'alone')
    const shown = await ask('GET', `/channels/connections/${id}`, { client: storeB.client })
    expect(shown.body.code).toBe('not-found')
    const { body } = await ask<{ items: unknown[] }>('GET', '/channels/connections', {
      client: storeB.client,
    })
    expect(body.items).toEqual([])
    expect(id.startsWith(`${store}.`)).toBe(true)
  })
})
