import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { Access, ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change } from '../fetch/fetched.ts'

/** Shopify's Admin API is asked with the shop's token for the app. */
export const shopifyAccess: Access = {
  platform: 'shopify',
  by: 'token',
  prove: ({ token }) => ({ 'x-shopify-access-token': token }),
}

const path = '/admin/api/2026-10/orders.json'
const pageSize = 100

/** Orders that were updated since a moment; each as a webhook would have it. Pages are led to by `Link` only. */
export async function* changesAtShopify(session: ChannelSession, since: string): AsyncGenerator<Change> {
  const first = { status: 'any', updated_at_min: since, order: 'updated_at asc', limit: String(pageSize) }
  for (let query: string | undefined = new URLSearchParams(first).toString(); query !== undefined; ) {
    const { body, headers } = await session.get(`${path}?${query}`)
    for (const order of listAt(body, 'orders')) {
      const [externalId, changedAt] = [textAt(order, 'id'), textAt(order, 'updated_at')]
      if (externalId === undefined || changedAt === undefined) continue
      // Numbers are their own text here: the mapping reads ids and amounts from either.
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

/** Only the query of the next page is taken: host and path stay ours. */
function nextQuery(link: string | undefined): string | undefined {
  const next = /<[^<>?]*\?([^<>]*)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return next === undefined ? undefined : new URLSearchParams(next).toString()
}
