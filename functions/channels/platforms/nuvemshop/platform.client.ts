import { DomainError } from '../../../../shared/domain-error.ts'
import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change, Fetched } from '../fetch/fetched.ts'
import type { PlatformDefinition } from '../platform.ts'
import { mapOrder } from './map-order.ts'

/** Nuvemshop: a token that does not expire, in a header with a name of its own. */
export const nuvemshop = {
  name: 'nuvemshop',
  mapFetched: ({ documents }) => mapOrder(documents['order']),
  api: {
    host: () => 'api.nuvemshop.com.br',
    access: {
      by: 'token',
      authenticate: ({ token }) => ({ authentication: `bearer ${token}` }),
    },
    fetch: (session, _topic, resource) => fetchOrder(session, resource),
    changes,
  },
} as const satisfies PlatformDefinition<'nuvemshop'>

const pageSize = 100

/**
 * Fetches the order that a call names; the call carries only its id. Errors: `platform-refused`,
 * `platform-unavailable`.
 */
async function fetchOrder(session: ChannelSession, resource: string): Promise<readonly Fetched[]> {
  const id = /^(?:orders\/)?(\d{1,20})$/.exec(resource)?.[1]
  if (id === undefined) throw new DomainError('platform-refused', 'Resource is not an order.')
  const { body, missing } = await session.get(`${ordersOf(session)}/${id}`)
  return [{ about: 'order', documents: { order: body }, missing: missing.map((field) => `order.${field}`) }]
}

/** Lists the orders updated since a time. A page behind the last is 404, and so is an empty list. */
async function* changes(session: ChannelSession, since: string): AsyncGenerator<Change> {
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({
      updated_at_min: since,
      per_page: String(pageSize),
      page: String(page),
      fields: 'id,updated_at',
    })
    const answer = await session.find(`${ordersOf(session)}?${query}`)
    for (const order of listAt(answer?.body)) {
      const [id, changedAt] = [textAt(order, 'id'), textAt(order, 'updated_at')]
      if (id === undefined || changedAt === undefined) continue
      const body = `{"store_id":${session.connection.account},"event":"order/updated","id":${id}}`
      yield { topic: 'order/updated', resource: id, externalId: id, changedAt, body }
    }
    if (answer?.headers['link']?.includes('rel="next"') !== true) return
  }
}

const ordersOf = ({ connection }: ChannelSession): string => `/v1/${connection.account}/orders`
