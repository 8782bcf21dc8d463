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

/** Part of an order, told apart from the order itself: it may come before it. */
interface OrderPart {
  /** The order that it is about, by the platform's id. */
  readonly externalId: string
  /** When the platform last changed this part, UTC ISO-8601. */
  readonly updatedAt: string
}

/** What one or several payloads of a platform say, in canonical form: what a mapping returns. */
export type Fact =
  | { readonly kind: 'order'; readonly order: CanonicalOrder }
  | ({ readonly kind: 'shipment'; readonly shipment: ChannelShipment } & OrderPart)
  | ({ readonly kind: 'refund'; readonly refund: ChannelRefund } & OrderPart)
  | ({ readonly kind: 'cancellation'; readonly cancellation: ChannelCancellation } & OrderPart)
  | ({ readonly kind: 'payment'; readonly payment: ChannelPayment } & OrderPart)
  | ({ readonly kind: 'deadlines'; readonly deadlines: ChannelDeadlines } & OrderPart)
  | { readonly kind: 'claim'; readonly claim: CanonicalClaim }
  | { readonly kind: 'question'; readonly question: CanonicalQuestion }

/** The outcome of a mapping: facts, and what of the payload nobody knows yet (reported, never guessed). */
export interface Mapped {
  readonly facts: readonly Fact[]
  readonly unknown: readonly Unknown[]
}
