import { rotated } from '../../../functions/channels/platforms/credentials/connection-secrets.ts'
import {
  fetchSecrets,
  writeSecrets,
} from '../../../functions/channels/platforms/credentials/secrets.client.ts'
import type { SessionConnection } from '../../../functions/channels/platforms/fetch/channel-session.client.ts'
import { fetchBack } from '../../../functions/channels/platforms/fetch-back.usecase.ts'
import { fingerprint } from '../../../shared/ids.ts'
import { readParameter, writeParameter } from '../../../shared/parameter.client.ts'
import { eventually } from '../../support/eventually.ts'
import { connectionTo, type FetchFixture, startFetchFixture } from './fetch-fixture.ts'

let fixture: FetchFixture
let seller: SessionConnection
beforeEach(async () => {
  fixture = await startFetchFixture()
  seller = await connectionTo('mercado-livre', '77')
  for (const id of [1, 2, 3])
    fixture.sandboxes.put('mercado-livre', `/orders/${id}`, { id, status: 'paid', seller: { id: 77 } })
})
afterEach(() => fixture.stop())

const order = (id: number) =>
  fetchBack({ platform: 'mercado-livre', connection: seller, topic: 'orders_v2', resource: `/orders/${id}` })
const state = () => fixture.sandboxes.state('mercado-livre')
const parameter = () => `/retaguarda/test/channels/${seller.id}/tokens`
const refreshed = async () => JSON.parse((await readParameter(parameter())) ?? '{}') as Record<string, string>

/** Uses the refresh token like another process, and returns the tokens that it would write. */
async function refreshElsewhere(): Promise<{ accessToken: string; refreshToken: string }> {
  const response = await fetch(`${fixture.sandboxes.urls['mercado-livre']}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_secret: 'sandbox-secret',
      refresh_token: state().refreshToken,
    }),
  })
  const { access_token, refresh_token } = (await response.json()) as Record<string, string>
  return { accessToken: access_token!, refreshToken: refresh_token! }
}

describe('an expired token', () => {
  it('is renewed once for concurrent callers, and the new one is stored', async () => {
    fixture.sandboxes.disturb('mercado-livre', { kind: 'expired' })
    const fetched = await Promise.all([order(1), order(2), order(3)])
    expect(fetched.flat()).toHaveLength(3)
    expect(state().refreshes).toBe(1)
    expect(await refreshed()).toMatchObject({
      accessToken: 'APP_USR-sandbox-1',
      refreshToken: 'TG-sandbox-1',
    })
    // The next renewal uses the refresh token of the first.
    fixture.sandboxes.disturb('mercado-livre', { kind: 'expired' })
    await order(1)
    expect(state().refreshes).toBe(2)
  })

  it('is not renewed when another process has renewed it', async () => {
    await order(1)
    await writeElsewhere(await refreshElsewhere())
    expect(await order(2)).toMatchObject([{ about: 'order' }])
    expect(state().refreshes).toBe(1)
  })

  it('waits for tokens of another process that used the refresh token', async () => {
    const other = await refreshElsewhere()
    const fetching = order(1)
    const before = fixture.sandboxes.requests('mercado-livre')
    await eventually('the used-up token was refused', () => before.includes('POST /oauth/token'))
    await writeElsewhere(other)
    expect(await fetching).toMatchObject([{ about: 'order' }])
    expect(state().refreshes).toBe(1)
  })

  it('fails when no process has new tokens', async () => {
    await refreshElsewhere()
    await expect(order(1)).rejects.toMatchObject({ code: 'platform-refused' })
  })

  it('survives a rotation of the webhook secret, and yields to tokens of a reconnection', async () => {
    fixture.sandboxes.disturb('mercado-livre', { kind: 'expired' })
    await order(1)
    const known = await fetchSecrets(seller.id)
    await writeSecrets(seller.id, rotated(known!, { webhook: 'another secret' }))
    await order(2)
    expect(state().refreshes).toBe(1)
    state().tokens.clear()
    state().tokens.add('APP_USR-given-again')
    await writeSecrets(
      seller.id,
      rotated(known!, { accessToken: 'APP_USR-given-again', refreshToken: 'TG-new' }),
    )
    expect(await order(3)).toMatchObject([{ about: 'order' }])
    expect(state().refreshes).toBe(1)
  })
})

/** The root identifies the tokens that the connection was created with. */
async function writeElsewhere(tokens: object): Promise<void> {
  const root = fingerprint('APP_USR-sandbox-0', 'TG-sandbox-0')
  await writeParameter(parameter(), JSON.stringify({ ...tokens, root }))
}

describe('a token that does not expire', () => {
  it('is read again after a replacement', async () => {
    const connection = await connectionTo('nuvemshop', '271146')
    const call = { platform: 'nuvemshop' as const, connection, topic: 'order/paid', resource: 'orders/1' }
    fixture.sandboxes.put('nuvemshop', '/v1/271146/orders/1', { id: 1 })
    await fetchBack(call)
    const { tokens } = fixture.sandboxes.state('nuvemshop')
    tokens.clear()
    await expect(fetchBack(call)).rejects.toMatchObject({ code: 'platform-refused' })
    tokens.add('replaced')
    const known = await fetchSecrets(connection.id)
    await writeSecrets(connection.id, rotated(known!, { accessToken: 'replaced' }))
    expect(await fetchBack(call)).toMatchObject([{ about: 'order' }])
  })
})
