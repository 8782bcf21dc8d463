import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import {
  CanonicalClaim,
  CanonicalOrder,
  CanonicalQuestion,
  ChannelCancellation,
  ChannelDeadlines,
  ChannelPayment,
  ChannelRefund,
  ChannelShipment,
  platforms,
  Unknown,
} from './channel-schema.ts'

const state = { id: z.string(), store: slug, version }

/** An account at a platform that a store has connected. Its secrets are elsewhere and never in here. */
export const ConnectionSnapshot = z.object({
  ...state,
  platform: z.enum(platforms),
  /** The account at the platform: user id, shop domain, store id, account name. */
  account: text(200),
  /** The channel that its orders bear: the platform's name unless chosen. */
  channel: slug,
  status: z.enum(['live', 'paused', 'removed']),
  /** What the platform must be asked by: address of a shop, application id; nothing secret. */
  settings: z.record(z.string(), text(300)),
  connectedAt: instant,
  updatedAt: instant,
  secretChangedAt: instant,
  /** Until when the secret before the current one is taken too. */
  previousSecretUntil: z.optional(instant),
})
export type ConnectionSnapshot = z.infer<typeof ConnectionSnapshot>

export const deliveryStates = ['received', 'processed', 'ignored', 'parked'] as const

/** A call of a platform, kept as it came; its body lies beside it and is on no bus. */
export const DeliverySnapshot = z.object({
  ...state,
  connectionId: z.string(),
  platform: z.enum(platforms),
  channel: slug,
  state: z.enum(deliveryStates),
  /** What the platform calls it, such as `orders/paid`. */
  topic: text(120),
  /** What it is about, such as `/orders/2000009713473608`. */
  resource: text(300),
  /** When the platform says that it happened. */
  occurredAt: z.optional(instant),
  receivedAt: instant,
  settledAt: z.optional(instant),
  /** Why it is ignored or parked: a code, and what was expected and came. */
  reason: z.optional(z.object({ code: text(60), detail: text(500) })),
  /** What in it nobody knows yet. */
  unknown: z.optional(z.array(Unknown)),
  /** True when no call told it: a sweep found it. */
  polled: z.optional(z.boolean()),
  /** How often somebody had it tried again. */
  retries: z.optional(z.int()),
})
export type DeliverySnapshot = z.infer<typeof DeliverySnapshot>

const origin = {
  ...state,
  connectionId: z.string(),
  platform: z.enum(platforms),
  channel: slug,
  externalId: text(100),
  /** The delivery (or sweep) that last changed it: the raw payload is found by it. */
  raw: text(120),
}

/** Part of an order that was told apart from it, and when the platform last changed it. */
const part = <S extends z.core.$ZodType>(value: S) => z.object({ value, updatedAt: instant })

/** An order as its channel has it: what listeners place, pay, cancel and follow. `version` is its revision. */
export const ChannelOrderSnapshot = z.object({
  ...origin,
  /** As it was last told whole; absent while only parts of it were told. */
  order: z.optional(CanonicalOrder),
  /** Parts that were told apart, the newest word of each: they stand beside what `order` says of the same. */
  parts: z.object({
    shipments: z.optional(z.record(z.string(), part(ChannelShipment))),
    refunds: z.optional(z.record(z.string(), part(ChannelRefund))),
    cancellation: z.optional(part(ChannelCancellation)),
    payments: z.optional(z.record(z.string(), part(ChannelPayment))),
    deadlines: z.optional(part(ChannelDeadlines)),
  }),
  unknown: z.array(Unknown),
})
export type ChannelOrderSnapshot = z.infer<typeof ChannelOrderSnapshot>

export const ChannelClaimSnapshot = z.object({ ...origin, claim: CanonicalClaim, unknown: z.array(Unknown) })
export type ChannelClaimSnapshot = z.infer<typeof ChannelClaimSnapshot>

export const ChannelQuestionSnapshot = z.object({
  ...origin,
  question: CanonicalQuestion,
  unknown: z.array(Unknown),
})
export type ChannelQuestionSnapshot = z.infer<typeof ChannelQuestionSnapshot>

const connectionEvent = <const Type extends string, Data extends z.core.$ZodType<Record<string, unknown>>>(
  type: Type,
  summary: string,
  data: Data,
) =>
  defineEvent({
    type,
    slice: 'channels',
    aggregate: 'connection',
    summary,
    data,
    snapshot: ConnectionSnapshot,
  })

const noData = z.object({})

export const connectionCreated = connectionEvent(
  'channels.connection-created',
  'A store connected an account at a platform.',
  noData,
)
export const connectionPaused = connectionEvent(
  'channels.connection-paused',
  'What comes in by the connection is kept, but not worked on.',
  noData,
)
export const connectionResumed = connectionEvent(
  'channels.connection-resumed',
  'What comes in by the connection is worked on again.',
  noData,
)
export const connectionSecretChanged = connectionEvent(
  'channels.connection-secret-changed',
  'The connection has a new secret; the one before is taken until `previousUntil`.',
  z.object({ previousUntil: z.optional(instant) }),
)
export const connectionRemoved = connectionEvent(
  'channels.connection-removed',
  'The account is no longer connected; its secrets are gone.',
  noData,
)
export const connectionSilent = connectionEvent(
  'channels.connection-silent',
  'A live connection has had no deliveries for longer than it should.',
  z.object({ lastDeliveryAt: z.optional(instant), hours: z.int() }),
)

const deliveryEvent = <const Type extends string, Data extends z.core.$ZodType<Record<string, unknown>>>(
  type: Type,
  summary: string,
  data: Data,
) =>
  defineEvent({ type, slice: 'channels', aggregate: 'delivery', summary, data, snapshot: DeliverySnapshot })

export const deliveryReceived = deliveryEvent(
  'channels.delivery-received',
  'A platform called, and proved that it was the platform; what it says is not yet worked on.',
  noData,
)
export const deliveryRetried = deliveryEvent(
  'channels.delivery-retried',
  'Somebody has a parked delivery worked on again.',
  noData,
)
export const deliveryParked = deliveryEvent(
  'channels.delivery-parked',
  'A delivery could not be worked on; it waits for somebody to look and to try again.',
  z.object({ code: text(60), detail: text(500) }),
)

const orderEvent = <const Type extends string>(type: Type, summary: string) =>
  defineEvent({
    type,
    slice: 'channels',
    aggregate: 'channel-order',
    summary,
    data: z.object({ externalId: text(100) }),
    snapshot: ChannelOrderSnapshot,
  })

export const channelOrderImported = orderEvent(
  'channels.order-imported',
  'An order of a channel was heard of for the first time.',
)
export const channelOrderChanged = orderEvent(
  'channels.order-changed',
  'A channel says something newer of an order.',
)

export const channelClaimChanged = defineEvent({
  type: 'channels.claim-changed',
  slice: 'channels',
  aggregate: 'channel-claim',
  summary: 'A claim or a return was opened at a channel, or has come further.',
  data: z.object({ externalId: text(100) }),
  snapshot: ChannelClaimSnapshot,
})

export const channelQuestionAsked = defineEvent({
  type: 'channels.question-asked',
  slice: 'channels',
  aggregate: 'channel-question',
  summary: 'Somebody asked at a channel, or the question was answered or taken down.',
  data: z.object({ externalId: text(100) }),
  snapshot: ChannelQuestionSnapshot,
})
