import { randomBytes } from 'node:crypto'
import { freshSample } from './channel-samples.ts'
import type { ChannelFixture } from './channels-fixture.ts'
import { type Connected, callOf, sendCall } from './platform-calls.ts'

/** Calls that prove nothing, and a secret that is changed: the old one is taken for as long as it was said. */
export async function rejectedCalls(stage: ChannelFixture): Promise<void> {
  const { report: story, shop, endpoints, connected } = stage
  story.step('What is not proven is refused, with nothing read')
  const { body, topic } = freshSample('shopify/order-delivered', ['9123372036854000999'])
  for (const one of connected.values()) {
    if (one.platform === 'amazon') continue
    const call = callOf({ ...one, secret: randomBytes(24).toString('hex') }, { topic, body, id: '1' })
    story.expect(`${one.platform}: signed by somebody else`, 401, await sendCall(endpoints.api, call))
  }
  const shopify = connected.get('shopify')
  if (shopify === undefined) throw new Error('shopify is expected to be connected')
  const right = callOf(shopify, { topic, body })
  story.expect('one byte more', 401, await sendCall(endpoints.api, { ...right, body: `${body} ` }))
  const nobody = { ...shopify, id: `${shopify.id.slice(0, -4)}zzzz` }
  const unknown = callOf(nobody, { topic, body })
  story.expect('a connection that is not there looks the same', 401, await sendCall(endpoints.api, unknown))
  const large = callOf(shopify, { topic, body: JSON.stringify({ id: 1, note: 'x'.repeat(1_100_000) }) })
  story.expect('more than a megabyte', 413, await sendCall(endpoints.api, large))

  const secret = randomBytes(24).toString('hex')
  const path = `/channels/connections/${shopify.id}`
  const renewed = { ...shopify, secret }
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const change = async (webhook: string, previousUntil?: string) =>
    (await shop.changeAt('PUT', path, '/secret', { webhook, ...(previousUntil && { previousUntil }) })).status
  const by = (one: Connected) => sendCall(endpoints.api, callOf(one, { topic, body }))
  story.expect('a new secret, the old one for an hour more', 200, await change(secret, inAnHour))
  story.expect('signed by either', [200, 200], [await by(shopify), await by(renewed)])
  story.expect('the first again, the other no more', 200, await change(shopify.secret))
  story.expect('signed by the first, and by the other', [200, 401], [await by(shopify), await by(renewed)])
}
