import type { ChannelClaimSnapshot } from '../../../events/channels/channel-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import type { Report } from '../issues/report-issue.ts'

/** What a claim or a return of a channel is reported as. */
export function claimReport({ store, channel, claim }: ChannelClaimSnapshot): Report {
  const { kind, reason, externalId, orderExternalId, type, stage, reasonCode, description, dueAt } = claim
  const said = [type, stage, reasonCode].filter((word) => word !== undefined).join(', ')
  const due = dueAt === undefined ? [] : [`to be answered at the channel by ${dueAt}`]
  return {
    origin: kind,
    category: reason === 'other' ? kind : reason,
    severity: 'major',
    department: reason === 'not-received' ? 'stock-logistics' : 'front-office',
    summary: `${kind} ${externalId} at ${channel}${said === '' ? '' : `: ${said}`}`.slice(0, 300),
    description: [...(description ? [description] : []), ...due].join('; ') || undefined,
    references: [
      ...(orderExternalId === undefined
        ? []
        : [{ kind: 'order' as const, value: orderIdOf(store, channel, orderExternalId) }]),
      { kind: 'channel', value: channel },
    ],
  }
}

/** What a channel's word that cannot be here is reported as. */
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
