import type { ChannelClaimSnapshot } from '../../../events/channels/channel-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import type { Report } from '../issues/report-issue.ts'

/** The report of a channel's claim or return. */
export function claimReport({ store, channel, claim }: ChannelClaimSnapshot): Report {
  const { kind, reason, externalId, orderExternalId, type, stage, reasonCode, description, dueAt } = claim
  const details = [type, stage, reasonCode].filter((part) => part !== undefined).join(', ')
  const due = dueAt === undefined ? [] : [`to be answered at the channel by ${dueAt}`]
  return {
    origin: kind,
    category: reason === 'other' ? kind : reason,
    severity: 'major',
    department: reason === 'not-received' ? 'stock-logistics' : 'front-office',
    summary: `${kind} ${externalId} at ${channel}${details === '' ? '' : `: ${details}`}`.slice(0, 300),
    description: [...(description ? [description] : []), ...due].join('; ') || undefined,
    references: [
      ...(orderExternalId === undefined
        ? []
        : [{ kind: 'order' as const, value: orderIdOf(store, channel, orderExternalId) }]),
      { kind: 'channel', value: channel },
    ],
  }
}

/** The report of a channel update that conflicts with the order's status. */
export const conflictReport = (order: OrderSnapshot, says: string): Report => ({
  origin: 'claim',
  category: 'channel-conflict',
  severity: 'critical',
  department: 'front-office',
  summary: `${order.channel} says ${says} of order ${order.externalId}, which is ${order.status} here`.slice(
    0,
    300,
  ),
  references: [
    { kind: 'order', value: order.id },
    { kind: 'channel', value: order.channel },
  ],
})
