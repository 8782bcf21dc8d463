import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { Access, ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change } from '../fetch/fetched.ts'

/** A WooCommerce shop is asked with a consumer key and its secret, over TLS only. */
export const woocommerceAccess: Access = {
  platform: 'woocommerce',
  by: 'pair',
  prove: ({ id, secret }) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  }),
}

const path = '/wp-json/wc/v3/orders'
const pageSize = 100

/** Orders that were modified after a moment; each as a webhook would have it. */
export async function* changesAtWoocommerce(session: ChannelSession, since: string): AsyncGenerator<Change> {
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({
      modified_after: since,
      dates_are_gmt: 'true',
      status: 'any',
      orderby: 'modified',
      order: 'asc',
      per_page: String(pageSize),
      page: String(page),
    })
    const { body, headers } = await session.get(`${path}?${query}`)
    for (const order of listAt(body)) {
      const [externalId, modified] = [textAt(order, 'id'), textAt(order, 'date_modified_gmt')]
      if (externalId === undefined || modified === undefined) continue
      const change = {
        topic: 'order.updated',
        resource: `order/${externalId}`,
        externalId,
        changedAt: `${modified}Z`,
      }
      // Numbers are their own text here: the mapping reads ids and amounts from either.
      yield { ...change, body: JSON.stringify(order) }
    }
    if (page >= Number(headers['x-wp-totalpages'] ?? 0)) return
  }
}
