import { accountMismatch, describeJson, moment, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { isSameSecret } from '../signature.ts'

/**
 * Mercado Livre signs nothing: the secret is in the path, the user must be the connected one, and the call only
 * names what to fetch. `_id` is often missing; `received` is equal for repeats. Source: Mercado Livre,
 * "Notificações".
 */
export const mercadoLivre: WebhookReceiver<'mercado-livre'> = {
  name: 'mercado-livre',
  via: 'webhook',
  path: '/channels/mercado-livre/{connectionId}/{token}',
  account: { pattern: /^\d{1,20}$/, expected: 'the numeric id of a user' },
  topics: {
    fetch: /^(?:orders|orders_v2|shipments|questions|post_purchase|claims|messages)$/,
    nothing:
      /^(?:items|items_prices|stock-locations?|fbm_stock_operations|catalog_\w+|price_suggestion|promotions|public_\w+|payments|orders_feedback|quotations|invoices|leads-credits|flex-handshakes|user-products-families|vis_leads|best_price_eligible|item_competition|reviews?)$/,
  },
  verify: ({ token }, secret) => isSameSecret(token, secret),
  describe: (call, connection) =>
    describeJson(call, (payload) => {
      const topic = textOr(payload, 'unknown', 'topic')
      const resource = textOr(payload, 'unknown', 'resource')
      const received = textOr(payload, call.requestId, 'received', 'sent')
      return {
        dedupeKey: `${topic} ${resource} ${received}`,
        topic,
        resource: resource.startsWith('/') ? resource : `/${resource}`,
        occurredAt: moment(received),
        problem: accountMismatch(textOr(payload, 'none', 'user_id'), connection),
      }
    }),
}
