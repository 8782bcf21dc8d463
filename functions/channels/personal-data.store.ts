import type { Cause } from '../../shared/decision.ts'
import { type Asked, concerns, type Held, mayErase } from '../../shared/privacy/answer.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { findTogether } from '../../shared/table/load.store.ts'
import { eraseChannelOrder, isErasedOrder } from './erase-channel-order.ts'
import { channelOrderId, channelOrders } from './facts.store.ts'

/** What the slice holds of a person: what channels said of their orders. The raw calls are dropped after a month. */
export async function heldChannels(
  asked: Asked,
  { cause, now }: { readonly cause: Cause; readonly now: string },
): Promise<Held[]> {
  const { store, sales } = asked
  const found = await findTogether(
    store,
    sales.map(({ channel, externalId }) => ({
      kind: channelOrders,
      id: channelOrderId(store, channel, externalId),
    })),
  )
  return found.flatMap((known, place) => {
    const orderId = sales[place]?.orderId
    if (known === undefined || orderId === undefined || isErasedOrder(known)) return []
    if (known.order !== undefined && !concerns(asked, { id: known.id, orderId }, known.order.customer))
      return []
    const erase = async () => {
      await commit([change(channelOrders, eraseChannelOrder(known))], cause, { at: now, silent: true })
    }
    return {
      kind: 'channel-order',
      id: known.id,
      orderId,
      ...(known.order === undefined ? {} : { person: known.order.customer }),
      data: known,
      ...(mayErase(asked, orderId) ? { erase } : {}),
    }
  })
}
