import { findTogether } from '../../../shared/table/load.store.ts'
import type { Connection } from '../connections/connection.ts'
import { channelOrderId, channelOrders } from './facts.store.ts'

/**
 * When a channel's existing orders were last changed, by the platform's id; orders that do not exist are left
 * out.
 */
export async function existingOrders(
  { store, channel }: Pick<Connection, 'store' | 'channel'>,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await findTogether(
    store,
    externalIds.map((externalId) => ({
      kind: channelOrders,
      id: channelOrderId(store, channel, externalId),
    })),
  )
  return new Map(
    found.flatMap((one) =>
      one?.order === undefined ? [] : [[one.externalId, one.order.updatedAt] as const],
    ),
  )
}
