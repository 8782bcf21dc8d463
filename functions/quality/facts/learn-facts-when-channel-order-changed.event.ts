import { channelOrderChanged, channelOrderImported } from '../../../events/channels/channel-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { learnChannelFacts } from './fact-sheet.store.ts'

/** Learns what only the channel knows of an order, such as its fees and the intermediary; its checks wake up by it. */
export const learnFactsWhenChannelOrderChanged = reaction({
  name: 'learn-facts-when-channel-order-changed',
  on: [channelOrderImported, channelOrderChanged],
  run: async ({ store, snapshot: { channel, externalId, version, order } }, { cause, now }) => {
    const facts = order?.facts
    if (facts === undefined || Object.keys(facts).length === 0) return
    const told = { orderId: orderIdOf(store, channel, externalId), facts, revision: version }
    await learnChannelFacts(store, told, cause, now)
  },
})
