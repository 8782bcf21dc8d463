import { channelOrderChanged, channelOrderImported } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { log } from '../../../shared/log.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { find } from '../../../shared/table/load.store.ts'
import { commitOrder, orders } from '../order/order.store.ts'
import { channelUpdate } from './channel-update.ts'
import { followChannel, importOrder } from './follow-channel.ts'

/** The queue retries an early payment for this long, less than until its dead-letter limit. */
const waitsForMilliseconds = 20 * 60_000

/**
 * Imports an order that a channel reports, or follows its update of an existing one. A payment reported before its order
 * was placed is retried for a while, and then ignored: an account is also paid for sales elsewhere, which is no failure.
 */
export const followChannelWhenChannelOrderChanged = reaction({
  name: 'follow-channel-when-channel-order-changed',
  on: [channelOrderImported, channelOrderChanged],
  run: async ({ store, occurredAt, snapshot }, { cause, now }) => {
    const update = channelUpdate(snapshot)
    const existing = await find(orders, store, orderIdOf(store, snapshot.channel, snapshot.externalId))
    const decision =
      existing === undefined ? importOrder(update, store, now) : followChannel(existing, update, now)
    if (decision === undefined) {
      if (update.payments.length === 0) return
      if (Date.parse(now) - Date.parse(occurredAt) > waitsForMilliseconds) {
        log.warn('payment without order', { channel: snapshot.channel, channelOrderId: snapshot.id })
        return
      }
      throw new DomainError('busy', 'Payment arrived before its order; retry.')
    }
    const { outcome } = await commitOrder(decision, cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'Order was placed at the same time; retry.')
  },
})
