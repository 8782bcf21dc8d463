import { catalogue } from '../../../events/catalogue.ts'
import {
  type ChannelOrderSnapshot,
  channelOrderChanged,
  channelOrderImported,
} from '../../../events/channels/channel-events.ts'
import { busMessage, eventOf } from '../../support/inbox.ts'
import { fixedNow } from '../../support/orders.ts'

/** A channel's order as the catalogue of events shows it. */
export const example = catalogue.get(channelOrderImported.type)?.example
  ?.snapshot as unknown as ChannelOrderSnapshot

/** What a channel says of an order in one revision. */
export function told(externalId: string, version: number, more: Partial<ChannelOrderSnapshot> = {}): string {
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
/** The part that an order was cancelled at its channel. */
export const cancelled = {
  cancellation: { value: { state: 'done', reason: 'regret' }, updatedAt: fixedNow },
} as const
