import type { Platform } from '../../../events/channels/channel-schema.ts'

/** What a topic asks for: to read the body, to fetch what it hints at, nothing, or somebody who looks. */
export type Need = 'body' | 'fetch' | 'nothing' | 'privacy' | 'unknown'

interface Topics {
  readonly body?: RegExp
  readonly fetch?: RegExp
  /** Known, and about nothing that the suite keeps. */
  readonly nothing?: RegExp
  /** Somebody asks for their data, or that they be forgotten: a person must answer for it. */
  readonly privacy?: RegExp
}

const topics: Readonly<Record<Platform, Topics>> = {
  shopify: {
    body: /^(?:orders\/(?:create|updated|paid|partially_fulfilled|fulfilled|cancelled)|refunds\/create|fulfillments\/(?:create|update))$/,
    privacy: /^(?:customers\/(?:redact|data_request)|shop\/redact)$/,
    nothing:
      /^(?:app|shop|products|collections|inventory_\w+|carts|checkouts|customers|themes|locations|draft_orders)\//,
  },
  woocommerce: {
    body: /^order\.(?:created|updated|restored|deleted)$/,
    nothing: /^(?:coupon|customer|product|action)\./,
  },
  shopee: { body: /^code-[34]$/, nothing: /^code-(?:[0125-9]|1\d|2\d)$/ },
  amazon: { body: /^ORDER_CHANGE$/, nothing: /^[A-Z][A-Z_]+$/ },
  'mercado-livre': {
    fetch: /^(?:orders|orders_v2|shipments|questions|post_purchase|claims|messages)$/,
    nothing:
      /^(?:items|items_prices|stock-locations?|fbm_stock_operations|catalog_\w+|price_suggestion|promotions|public_\w+|payments|orders_feedback|quotations|invoices|leads-credits|flex-handshakes|user-products-families|vis_leads|best_price_eligible|item_competition|reviews?)$/,
  },
  nuvemshop: {
    fetch:
      /^order\/(?:created|updated|paid|packed|unpacked|fulfilled|cancelled|edited|pending|voided|custom_fields_updated)$/,
    privacy: /^(?:store\/redact|customers\/(?:redact|data_request))$/,
    nothing: /^(?:app|product|category|product_variant|customer|cart|domain|location|fulfillment)\//,
  },
  // A store's workflow has states of its own: whatever it is called, the order that is fetched says what it means.
  vtex: { fetch: /./ },
  'mercado-pago': {
    fetch: /^payment$/,
    nothing:
      /^(?:merchant_order|topic_\w+|plan|subscription\w*|invoice|point_integration_wh|stop_delivery_op_wh|delivery\w*|mp-connect|order|chargebacks?)$/,
  },
}

/** What a topic of a platform asks for. */
export function needOf(platform: Platform, topic: string): Need {
  const known = topics[platform]
  const needs = ['body', 'fetch', 'privacy', 'nothing'] as const
  return needs.find((need) => known[need]?.test(topic) === true) ?? 'unknown'
}
