import { randomBytes } from 'node:crypto'
import { freshSample } from './channel-samples.ts'
import type { ChannelFixture } from './channels-fixture.ts'
import { type Connected, callOf, sendCall } from './platform-calls.ts'

/** Rejects calls with an invalid signature; after a rotation accepts the old secret only for the given time. */
export async function rejectedCalls(fixture: ChannelFixture): Promise<void> {
  const { report, shop, endpoints, connected } = fixture
  report.step('Reject calls without a valid signature')
  const { body, topic } = freshSample('shopify/order-delivered', ['9123372036854000999'])
  for (const one of connected.values()) {
    if (one.platform === 'amazon') continue
    const call = callOf({ ...one, secret: randomBytes(24).toString('hex') }, { topic, body, id: '1' })
    report.expect(`${one.platform}: signed with another secret`, 401, await sendCall(endpoints.api, call))
  }
  const shopify = connected.get('shopify')
  if (shopify === undefined) throw new Error('Platform shopify is not connected.')
  const right = callOf(shopify, { topic, body })
  report.expect(
    'body with one extra byte',
    401,
    await sendCall(endpoints.api, { ...right, body: `${body} ` }),
  )
  const missing = { ...shopify, id: `${shopify.id.slice(0, -4)}zzzz` }
  const unknown = callOf(missing, { topic, body })
  report.expect('unknown connection', 401, await sendCall(endpoints.api, unknown))
  const large = callOf(shopify, { topic, body: JSON.stringify({ id: 1, note: 'x'.repeat(1_100_000) }) })
  report.expect('body above one megabyte', 413, await sendCall(endpoints.api, large))

  const secret = randomBytes(24).toString('hex')
  const path = `/channels/connections/${shopify.id}`
  const renewed = { ...shopify, secret }
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const change = async (webhook: string, previousUntil?: string) =>
    (await shop.changeAt('PUT', path, '/secret', { webhook, ...(previousUntil && { previousUntil }) })).status
  const by = (one: Connected) => sendCall(endpoints.api, callOf(one, { topic, body }))
  report.expect('rotate the secret; the old one stays valid for an hour', 200, await change(secret, inAnHour))
  report.expect(
    'signed with the old secret, with the new one',
    [200, 200],
    [await by(shopify), await by(renewed)],
  )
  report.expect('rotate back without an overlap', 200, await change(shopify.secret))
  report.expect(
    'signed with the first secret, with the second one',
    [200, 401],
    [await by(shopify), await by(renewed)],
  )
}
