import { startChannelFixture, store } from './channels-fixture.ts'
import { cancellation, claimAndQuestion, parkedDelivery } from './channels-follow.ts'
import { canonicalOrders, repeats } from './channels-in.ts'
import { webhooksOut } from './channels-out.ts'
import { rejectedCalls } from './channels-rejected.ts'
import type { DemoReport } from './demo-report.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Channels demo: connects every platform to its sandbox, imports canonical orders from its calls, and delivers signed
 * webhooks to a subscriber.
 */
export async function channels(endpoints: Endpoints, report: DemoReport): Promise<void> {
  const shop = await openStorefront(endpoints, store)
  report.step('Connect every platform')
  const fixture = await startChannelFixture(endpoints, report, shop)
  await canonicalOrders(fixture)
  await repeats(fixture)
  await cancellation(fixture)
  await claimAndQuestion(fixture)
  await rejectedCalls(fixture)
  await parkedDelivery(fixture)
  await webhooksOut(fixture)
}
