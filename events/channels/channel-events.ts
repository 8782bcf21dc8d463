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

/** An account at a platform that a store has connected. Its secrets are stored elsewhere. */
export const ConnectionSnapshot = z.object({
  ...state,
  platform: z.enum(platforms),
  /** The account at the platform: user id, shop domain, store id, account name. */
  account: text(200),
  /** The channel of its orders: the platform's name unless configured. */
  channel: slug,
  status: z.enum(['live', 'paused', 'removed']),
  /** Settings of the platform's API, such as an application id; nothing secret. */
  settings: z.record(z.string(), text(300)),
  connectedAt: instant,
  updatedAt: instant,
  secretChangedAt: instant,
  /** Until when the previous secret is accepted too. */
  previousSecretUntil: z.optional(instant),
})
export type ConnectionSnapshot = z.infer<typeof ConnectionSnapshot>

export const deliveryStates = ['received', 'processed', 'ignored', 'parked'] as const

/** A call of a platform; its body is stored beside it and never published. */
export const DeliverySnapshot = z.object({
  ...state,
  connectionId: z.string(),
  platform: z.enum(platforms),
  channel: slug,
  state: z.enum(deliveryStates),
  /** The platform's topic, such as `orders/paid`. */
  topic: text(120),
  /** The resource, such as `/orders/2000009713473608`. */
  resource: text(300),
  /** When it happened, by the platform. */
  occurredAt: z.optional(instant),
  receivedAt: instant,
  settledAt: z.optional(instant),
  /** Why it is ignored or parked. */
  reason: z.optional(z.object({ code: text(60), detail: text(500) })),
  /** The parts of it that are not mapped. */
  unknown: z.optional(z.array(Unknown)),
  /** True when a poll found the change instead of a call. */
  polled: z.optional(z.boolean()),
  /** How often it was retried by hand. */
  retries: z.optional(z.int()),
})
export type DeliverySnapshot = z.infer<typeof DeliverySnapshot>

const origin = {
  ...state,
  connectionId: z.string(),
  platform: z.enum(platforms),
  channel: slug,
  externalId: text(100),
  /** The delivery that last changed it, by which the raw payload is found. */
  raw: text(120),
}

/** A part of an order that the platform sent separately, and when the platform last changed it. */
const part = <S extends z.core.$ZodType>(value: S) => z.object({ value, updatedAt: instant })

/** An order as its channel reports it. `version` is its revision. */
export const ChannelOrderSnapshot = z.object({
  ...origin,
  /** The last whole version; absent while only parts were sent. */
  order: z.optional(CanonicalOrder),
  /** Parts that were sent separately, the newest version of each, beside the same parts of `order`. */
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
  'The calls of the connection are stored, but not processed.',
  noData,
)
export const connectionResumed = connectionEvent(
  'channels.connection-resumed',
  'The calls of the connection are processed again.',
  noData,
)
export const connectionSecretChanged = connectionEvent(
  'channels.connection-secret-changed',
  'The connection has a new secret; the previous one is accepted until `previousUntil`.',
  z.object({ previousUntil: z.optional(instant) }),
)
export const connectionRemoved = connectionEvent(
  'channels.connection-removed',
  'The account is no longer connected; its secrets are deleted.',
  noData,
)
export const connectionSilent = connectionEvent(
  'channels.connection-silent',
  'A live connection has received no call for longer than its limit.',
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
  'A platform called and was verified; the call is not processed yet.',
  noData,
)
export const deliveryRetried = deliveryEvent(
  'channels.delivery-retried',
  'A parked delivery is retried.',
  noData,
)
export const deliveryParked = deliveryEvent(
  'channels.delivery-parked',
  'A delivery could not be processed; it waits for an analyst to retry it.',
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
  'An order of a channel was imported for the first time.',
)
export const channelOrderChanged = orderEvent(
  'channels.order-changed',
  'A channel reported a newer version of an order.',
)

export const channelClaimChanged = defineEvent({
  type: 'channels.claim-changed',
  slice: 'channels',
  aggregate: 'channel-claim',
  summary: 'A claim or a return was opened or changed at a channel.',
  data: z.object({ externalId: text(100) }),
  snapshot: ChannelClaimSnapshot,
})

export const channelQuestionAsked = defineEvent({
  type: 'channels.question-asked',
  slice: 'channels',
  aggregate: 'channel-question',
  summary: 'A question was asked, answered or removed at a channel.',
  data: z.object({ externalId: text(100) }),
  snapshot: ChannelQuestionSnapshot,
})
