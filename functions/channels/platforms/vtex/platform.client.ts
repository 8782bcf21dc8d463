import { DomainError } from '../../../../shared/domain-error.ts'
import { at, listAt, textAt } from '../../canonical/exact-json.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change, Fetched } from '../fetch/fetched.ts'
import type { PlatformDefinition } from '../platform.ts'
import { mapOrder } from './map-order.ts'

/** VTEX: an application key and its token. */
export const vtex = {
  name: 'vtex',
  mapFetched: ({ documents }) => mapOrder(documents['order']),
  api: {
    host: (account) => `${account.toLowerCase()}.vtexcommercestable.com.br`,
    access: {
      by: 'pair',
      authenticate: ({ id, secret }) => ({ 'x-vtex-api-appkey': id, 'x-vtex-api-apptoken': secret }),
    },
    fetch: (session, _topic, resource) => fetchOrder(session, resource),
    changes,
  },
} as const satisfies PlatformDefinition<'vtex'>

const orders = '/api/oms/pvt/orders'
const feed = '/api/orders/feed'
const pageSize = 100
/** The list ends here. */
const lastPage = 30
/** Batches of the feed that one poll reads; the next one reads the rest. */
const maxBatches = 50

/** Fetches the order that a hook names. Errors: `platform-refused`, `platform-unavailable`. */
async function fetchOrder(session: ChannelSession, resource: string): Promise<readonly Fetched[]> {
  const orderId = /^(?:orders\/)?([\w-]{1,60})$/.exec(resource)?.[1]
  if (orderId === undefined) throw new DomainError('platform-refused', 'Resource is not an order.')
  const { body, missing } = await session.get(`${orders}/${orderId}`)
  return [{ about: 'order', documents: { order: body }, missing: missing.map((field) => `order.${field}`) }]
}

/**
 * Lists what changed at VTEX: orders created between two times, since the list has no filter for updates, and
 * all changes of state in the account's feed. Items of the feed are acknowledged once the consumer asked for
 * the next one, so that an item that was not saved comes again.
 */
async function* changes(session: ChannelSession, since: string, until: string): AsyncGenerator<Change> {
  yield* createdOrders(session, since, until)
  for (let lot = 0; lot < maxBatches; lot += 1) {
    const items = listAt((await session.find(`${feed}?maxlot=10`, { absent: [403] }))?.body)
    if (items.length === 0) return
    for (const item of items) {
      const change = changeOf(session, item)
      if (change !== undefined) yield change
    }
    await session.post(feed, {
      handles: items.map((item) => textAt(item, 'handle')).filter((one) => one !== undefined),
    })
  }
}

async function* createdOrders(session: ChannelSession, since: string, until: string): AsyncGenerator<Change> {
  for (let page = 1; page <= lastPage; page += 1) {
    const query = new URLSearchParams({
      f_creationDate: `creationDate:[${since} TO ${until}]`,
      orderBy: 'creationDate,asc',
      page: String(page),
      per_page: String(pageSize),
    })
    const { body } = await session.get(`${orders}?${query}`)
    for (const order of listAt(body, 'list')) {
      const change = changeOf(session, {
        orderId: order['orderId'],
        state: order['status'],
        lastChange: order['creationDate'],
      })
      if (change !== undefined) yield change
    }
    if (page >= Number(textAt(at(body, 'paging'), 'pages') ?? 0)) return
  }
}

function changeOf({ connection }: ChannelSession, item: object): Change | undefined {
  const [orderId, state, changedAt] = [
    textAt(item, 'orderId'),
    textAt(item, 'state'),
    textAt(item, 'lastChange'),
  ]
  if (orderId === undefined || state === undefined || changedAt === undefined) return undefined
  const body = JSON.stringify({
    Domain: textAt(item, 'domain') ?? 'Fulfillment',
    OrderId: orderId,
    State: state,
    LastChange: changedAt,
    Origin: { Account: connection.account },
  })
  return {
    topic: state,
    resource: orderId,
    externalId: orderId,
    changedAt,
    dedupeKey: `${orderId} ${state} ${changedAt}`,
    body,
  }
}
