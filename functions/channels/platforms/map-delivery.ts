import type { Platform } from '../../../events/channels/channel-schema.ts'
import type { Mapped } from '../canonical/canonical.ts'
import { mapOrderChange } from './amazon/map-order-change.ts'
import type { Fetched } from './fetch/fetched.ts'
import { mapClaim, mapReturn } from './mercado-livre/map-claim.ts'
import { mapOrder as mapMercadoLivreOrder } from './mercado-livre/map-order.ts'
import { mapMessages, mapQuestion } from './mercado-livre/map-question.ts'
import { mapPayment } from './mercado-pago/map-payment.ts'
import { mapOrder as mapNuvemshopOrder } from './nuvemshop/map-order.ts'
import { mapPush } from './shopee/map-push.ts'
import { mapOrder as mapShopifyOrder } from './shopify/map-order.ts'
import { mapFulfillment, mapRefund as mapShopifyRefund } from './shopify/map-parts.ts'
import { mapOrder as mapVtexOrder } from './vtex/map-order.ts'
import { mapDeleted, mapOrder as mapWooCommerceOrder } from './woocommerce/map-order.ts'

/** A delivery that says by itself what happened; its body was read by `parseExact`. */
export interface ReceivedBody {
  readonly topic: string
  readonly body: unknown
  /** When it came, UTC ISO-8601: for what does not say when it happened. */
  readonly receivedAt: string
}

type ByTopic = Readonly<Record<string, (told: ReceivedBody) => Mapped>>

const shopifyOrder = ({ body }: ReceivedBody): Mapped => mapShopifyOrder(body)
const wooCommerceOrder = ({ body }: ReceivedBody): Mapped => mapWooCommerceOrder(body)
const shopeePush = ({ body }: ReceivedBody): Mapped => mapPush(body)

/** What is mapped from the body alone, by platform and topic. */
const byTopic: Partial<Record<Platform, ByTopic>> = {
  shopify: {
    'orders/create': shopifyOrder,
    'orders/updated': shopifyOrder,
    'orders/paid': shopifyOrder,
    'orders/partially_fulfilled': shopifyOrder,
    'orders/fulfilled': shopifyOrder,
    'orders/cancelled': shopifyOrder,
    'refunds/create': ({ body }) => mapShopifyRefund(body),
    'fulfillments/create': ({ body }) => mapFulfillment(body),
    'fulfillments/update': ({ body }) => mapFulfillment(body),
  },
  woocommerce: {
    'order.created': wooCommerceOrder,
    'order.updated': wooCommerceOrder,
    'order.restored': wooCommerceOrder,
    'order.deleted': ({ body, receivedAt }) => mapDeleted(body, receivedAt),
  },
  shopee: { 'code-3': shopeePush, 'code-4': shopeePush },
  amazon: { ORDER_CHANGE: ({ body }) => mapOrderChange(body) },
}

/**
 * Maps a delivery from its body; undefined where this platform's body is no more than a hint, or the topic is none that
 * is known. Error `unmappable-payload` when a fact lacks what it cannot be without.
 */
export function mapBody(platform: Platform, told: ReceivedBody): Mapped | undefined {
  const topics = byTopic[platform]
  return topics !== undefined && Object.hasOwn(topics, told.topic) ? topics[told.topic]?.(told) : undefined
}

/**
 * Maps what was fetched of one thing; what the platform could not tell this time counts as unknown. `account` is the
 * connected one: what it wrote itself is no question. Error `unmappable-payload`.
 */
export function mapFetched(platform: Platform, fetched: Fetched, account: string): Mapped {
  const { facts, unknown } = mapDocuments(platform, fetched, account)
  return { facts, unknown: [...unknown, ...fetched.missing.map((path) => ({ path: path.slice(0, 120) }))] }
}

const nothing: Mapped = { facts: [], unknown: [] }

function mapDocuments(platform: Platform, { about, documents }: Fetched, account: string): Mapped {
  switch (about) {
    case 'order':
      return mapFetchedOrder(platform, documents)
    case 'claim': {
      const { claim, return: back } = documents
      return merge(mapClaim(claim), back === undefined ? nothing : mapReturn(back, claim))
    }
    case 'question':
      return mapQuestion(documents['question'])
    case 'message':
      return mapMessages(documents['message'], account)
    case 'payment':
      return mapPayment(documents['payment'])
    case 'shipment':
      // A parcel that names no order is part of none; its orders come by their own notifications.
      return { facts: [], unknown: [{ path: 'shipment.order_id' }] }
  }
}

function mapFetchedOrder(platform: Platform, documents: Fetched['documents']): Mapped {
  const { order, ...rest } = documents
  switch (platform) {
    case 'mercado-livre':
      return mapMercadoLivreOrder({ order, ...rest })
    case 'nuvemshop':
      return mapNuvemshopOrder(order)
    case 'vtex':
      return mapVtexOrder(order)
    case 'shopify':
      return mapShopifyOrder(order)
    case 'woocommerce':
      return mapWooCommerceOrder(order)
    case 'shopee':
    case 'amazon':
    case 'mercado-pago':
      return nothing
  }
}

const merge = (one: Mapped, other: Mapped): Mapped => ({
  facts: [...one.facts, ...other.facts],
  unknown: [...one.unknown, ...other.unknown],
})
