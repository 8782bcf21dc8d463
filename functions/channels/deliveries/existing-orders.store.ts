import { findTogether } from '../../../shared/table/load.store.ts'
import type { Connection } from '../connections/connection.ts'
import { channelOrderId, channelOrders } from './facts.store.ts'

/** When a channel's orders were last changed, as far as is known here, by the platform's id; unknown ones are left out. */
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
