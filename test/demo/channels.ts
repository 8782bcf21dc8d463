import { startChannelFixture, store } from './channels-fixture.ts'
import { cancellation, claimAndQuestion, parkedDelivery } from './channels-follow.ts'
import { canonicalOrders, repeats } from './channels-in.ts'
import { webhooksOut } from './channels-out.ts'
import { rejectedCalls } from './channels-rejected.ts'
import type { DemoReport } from './demo-report.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Marketplaces and shops in, signed webhooks out: every platform is connected to its sandbox and calls as it does, its
 * orders come out canonical, and a subscriber hears of what happens to them.
 */
export async function channels(endpoints: Endpoints, story: DemoReport): Promise<void> {
  const shop = await openStorefront(endpoints, store)
  story.step('Every platform is connected')
  const stage = await startChannelFixture(endpoints, story, shop)
  await canonicalOrders(stage)
  await repeats(stage)
  await cancellation(stage)
  await claimAndQuestion(stage)
  await rejectedCalls(stage)
  await parkedDelivery(stage)
  await webhooksOut(stage)
}
