import { cancellation, claimAndQuestion, parked } from './channels-follow.ts'
import { canonicalOrders, repeats } from './channels-in.ts'
import { webhooksOut } from './channels-out.ts'
import { refusals } from './channels-refused.ts'
import { setChannelStage, store } from './channels-stage.ts'
import type { Story } from './expectation.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Marketplaces and shops in, signed webhooks out: every platform is connected to its sandbox and calls as it does, its
 * orders come out canonical, and a subscriber hears of what happens to them.
 */
export async function channels(endpoints: Endpoints, story: Story): Promise<void> {
  const shop = await openStorefront(endpoints, store)
  story.chapter('Every platform is connected')
  const stage = await setChannelStage(endpoints, story, shop)
  await canonicalOrders(stage)
  await repeats(stage)
  await cancellation(stage)
  await claimAndQuestion(stage)
  await refusals(stage)
  await parked(stage)
  await webhooksOut(stage)
}
