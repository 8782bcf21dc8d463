import { channelOrderChanged, channelOrderImported } from '../../../events/channels/channel-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { log } from '../../../shared/log.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { find } from '../../../shared/table/load.store.ts'
import { commitOrder, orders } from '../order/order.store.ts'
import { channelUpdate } from './channel-update.ts'
import { followChannel, importOrder } from './follow-channel.ts'

/** Payments are tried again by the queue for so long, less than until it would set them aside. */
const waitsForMilliseconds = 20 * 60_000

/**
 * Takes an order in that a channel tells of, or follows what it says of one that is known. A payment that a provider
 * tells of before its order has been placed waits for it, but not for ever: an account is also paid for what is sold
 * elsewhere, and that is no failure.
 */
export const followChannelWhenChannelOrderChanged = reaction({
  name: 'follow-channel-when-channel-order-changed',
  on: [channelOrderImported, channelOrderChanged],
  run: async ({ store, occurredAt, snapshot }, { cause, now }) => {
    const word = channelUpdate(snapshot)
    const known = await find(orders, store, orderIdOf(store, snapshot.channel, snapshot.externalId))
    const decision = known === undefined ? importOrder(word, store, now) : followChannel(known, word, now)
    if (decision === undefined) {
      if (word.payments.length === 0) return
      if (Date.parse(now) - Date.parse(occurredAt) > waitsForMilliseconds) {
        log.warn('a payment of no order here', { channel: snapshot.channel, channelOrderId: snapshot.id })
        return
      }
      throw new DomainError('busy', 'a payment came before its order; it waits for it')
    }
    const { outcome } = await commitOrder(decision, cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'the order was placed meanwhile: try again')
  },
})
