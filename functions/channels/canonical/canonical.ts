import type {
  CanonicalClaim,
  CanonicalOrder,
  CanonicalQuestion,
  ChannelCancellation,
  ChannelDeadlines,
  ChannelPayment,
  ChannelRefund,
  ChannelShipment,
  Unknown,
} from '../../../events/channels/channel-schema.ts'

/** A part of an order that the platform sends separately; it may arrive before the order. */
interface OrderPart {
  /** The platform's id of the order. */
  readonly externalId: string
  /** When the platform last changed this part, UTC ISO-8601. */
  readonly updatedAt: string
}

/** What one or more payloads of a platform say, in canonical form. */
export type Fact =
  | { readonly kind: 'order'; readonly order: CanonicalOrder }
  | ({ readonly kind: 'shipment'; readonly shipment: ChannelShipment } & OrderPart)
  | ({ readonly kind: 'refund'; readonly refund: ChannelRefund } & OrderPart)
  | ({ readonly kind: 'cancellation'; readonly cancellation: ChannelCancellation } & OrderPart)
  | ({ readonly kind: 'payment'; readonly payment: ChannelPayment } & OrderPart)
  | ({ readonly kind: 'deadlines'; readonly deadlines: ChannelDeadlines } & OrderPart)
  | { readonly kind: 'claim'; readonly claim: CanonicalClaim }
  | { readonly kind: 'question'; readonly question: CanonicalQuestion }

/**
 * The result of a mapping: facts, and the parts of the payload that are not mapped (reported, never guessed).
 */
export interface Mapped {
  readonly facts: readonly Fact[]
  readonly unknown: readonly Unknown[]
}
