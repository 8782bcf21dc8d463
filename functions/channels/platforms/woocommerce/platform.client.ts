import type { Mapped } from '../../canonical/canonical.ts'
import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change } from '../fetch/fetched.ts'
import type { PlatformDefinition, ReceivedBody } from '../platform.ts'
import { mapDeleted, mapOrder } from './map-order.ts'

const order = ({ body }: ReceivedBody): Mapped => mapOrder(body)

/** A WooCommerce shop: a consumer key and its secret, over TLS only. */
export const woocommerce = {
  name: 'woocommerce',
  mapBody: {
    'order.created': order,
    'order.updated': order,
    'order.restored': order,
    'order.deleted': ({ body, receivedAt }) => mapDeleted(body, receivedAt),
  },
  mapFetched: ({ documents }) => mapOrder(documents['order']),
  api: {
    host: (account) => account.toLowerCase(),
    access: {
      by: 'pair',
      authenticate: ({ id, secret }) => ({
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      }),
    },
    changes,
  },
} as const satisfies PlatformDefinition<'woocommerce'>

const path = '/wp-json/wc/v3/orders'
const pageSize = 100

/** Lists the orders modified after a time, each as a webhook would send it. */
async function* changes(session: ChannelSession, since: string): AsyncGenerator<Change> {
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
      // Numbers are text here; the mapping accepts both.
      yield { ...change, body: JSON.stringify(order) }
    }
    if (page >= Number(headers['x-wp-totalpages'] ?? 0)) return
  }
}
