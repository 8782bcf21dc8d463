import type { Mapped } from '../../canonical/canonical.ts'
import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change } from '../fetch/fetched.ts'
import type { PlatformDefinition, ReceivedBody } from '../platform.ts'
import { mapOrder } from './map-order.ts'
import { mapFulfillment, mapRefund } from './map-parts.ts'

const order = ({ body }: ReceivedBody): Mapped => mapOrder(body)

/** Shopify's Admin API: the shop's access token for the app. */
export const shopify = {
  name: 'shopify',
  mapBody: {
    'orders/create': order,
    'orders/updated': order,
    'orders/paid': order,
    'orders/partially_fulfilled': order,
    'orders/fulfilled': order,
    'orders/cancelled': order,
    'refunds/create': ({ body }) => mapRefund(body),
    'fulfillments/create': ({ body }) => mapFulfillment(body),
    'fulfillments/update': ({ body }) => mapFulfillment(body),
  },
  mapFetched: ({ documents }) => mapOrder(documents['order']),
  api: {
    host: (account) => `${account.toLowerCase().replace(/\.myshopify\.com$/, '')}.myshopify.com`,
    access: {
      by: 'token',
      authenticate: ({ token }) => ({ 'x-shopify-access-token': token }),
    },
    changes,
  },
} as const satisfies PlatformDefinition<'shopify'>

const path = '/admin/api/2026-10/orders.json'
const pageSize = 100

/**
 * Lists the orders updated since a time, each as a webhook would send it. Only the `Link` header leads to the
 * next page.
 */
async function* changes(session: ChannelSession, since: string): AsyncGenerator<Change> {
  const first = { status: 'any', updated_at_min: since, order: 'updated_at asc', limit: String(pageSize) }
  for (let query: string | undefined = new URLSearchParams(first).toString(); query !== undefined; ) {
    const { body, headers } = await session.get(`${path}?${query}`)
    for (const order of listAt(body, 'orders')) {
      const [externalId, changedAt] = [textAt(order, 'id'), textAt(order, 'updated_at')]
      if (externalId === undefined || changedAt === undefined) continue
      // Numbers are text here; the mapping accepts both.
      yield {
        topic: 'orders/updated',
        resource: externalId,
        externalId,
        changedAt,
        body: JSON.stringify(order),
      }
    }
    query = nextQuery(headers['link'])
  }
}

/** Takes only the query of the next page: host and path stay ours. */
function nextQuery(link: string | undefined): string | undefined {
  const next = /<[^<>?]*\?([^<>]*)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return next === undefined ? undefined : new URLSearchParams(next).toString()
}
