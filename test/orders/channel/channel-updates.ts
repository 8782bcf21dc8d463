import { catalogue } from '../../../events/catalogue.ts'
import {
  type ChannelOrderSnapshot,
  channelOrderChanged,
  channelOrderImported,
} from '../../../events/channels/channel-events.ts'
import { busMessage, eventOf } from '../../support/inbox.ts'
import { fixedNow } from '../../support/orders.ts'

/** A channel's order: the example of the event catalogue. */
export const example = catalogue.get(channelOrderImported.type)?.example
  ?.snapshot as unknown as ChannelOrderSnapshot

/** A channel's update of an order in one revision. */
export function channelUpdate(
  externalId: string,
  version: number,
  more: Partial<ChannelOrderSnapshot> = {},
): string {
  const order = example.order && { ...example.order, externalId }
  const snapshot = {
    ...example,
    id: `cho_${externalId}`,
    externalId,
    version,
    ...(order && { order }),
    ...more,
  }
  const definition = version === 1 ? channelOrderImported : channelOrderChanged
  return busMessage(eventOf(definition, snapshot, { externalId }), 'channels')
}
/** The part of an update that cancels the order. */
export const cancelled = {
  cancellation: { value: { state: 'done', reason: 'regret' }, updatedAt: fixedNow },
} as const
