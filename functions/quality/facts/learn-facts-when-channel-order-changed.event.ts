import { channelOrderChanged, channelOrderImported } from '../../../events/channels/channel-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { commitFactSheet, findFactSheet } from './fact-sheet.store.ts'
import { learnFromChannel } from './fact-sheet.ts'

/** Records facts that only the channel has, such as its fees and the intermediary. The event re-runs the checks. */
export const learnFactsWhenChannelOrderChanged = reaction({
  name: 'learn-facts-when-channel-order-changed',
  on: [channelOrderImported, channelOrderChanged],
  run: async ({ store, snapshot: { channel, externalId, version, order } }, { cause, now }) => {
    const facts = order?.facts
    if (facts === undefined || Object.keys(facts).length === 0) return
    const orderId = orderIdOf(store, channel, externalId)
    const current = await findFactSheet(store, { subject: 'order', orderId })
    const decision = learnFromChannel(current, store, { orderId, facts, revision: version }, now)
    if (decision !== undefined) await commitFactSheet(decision, cause, now)
  },
})
