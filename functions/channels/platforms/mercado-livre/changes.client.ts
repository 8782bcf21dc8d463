import { at, listAt, textAt } from '../../canonical/exact-json.ts'
import { readSecrets } from '../credentials/secrets.client.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change } from '../fetch/fetched.ts'

/** Topics whose notifications matter; Mercado Livre gives each up after eight attempts. */
const topics = ['orders_v2', 'shipments', 'post_purchase', 'questions', 'messages'] as const
const pageSize = 50
/** The platform rejects offsets beyond this. */
const lastOffset = 10_000

/**
 * Lists the notifications that Mercado Livre gave up (it keeps them for two days) and the orders that were
 * updated since a time, the oldest update first.
 */
export async function* changes(session: ChannelSession, since: string): AsyncGenerator<Change> {
  const { clientId } = (await readSecrets(session.connection.id)) ?? {}
  if (clientId !== undefined) for (const topic of topics) yield* missedFeeds(session, clientId, topic)
  yield* updatedOrders(session, since)
}

async function* missedFeeds(session: ChannelSession, appId: string, topic: string): AsyncGenerator<Change> {
  for (let offset = 0; ; offset += pageSize) {
    const query = new URLSearchParams({
      app_id: appId,
      topic,
      offset: String(offset),
      limit: String(pageSize),
    })
    const { body } = await session.get(`/missed_feeds?${query}`)
    const messages = listAt(body, 'messages')
    for (const message of messages) {
      const resource = withSlash(textAt(message, 'resource'))
      const changedAt = textAt(message, 'received', 'sent')
      const ours = textAt(message, 'user_id') === session.connection.account
      if (ours && resource !== undefined && changedAt !== undefined)
        yield {
          topic,
          resource,
          changedAt,
          dedupeKey: `${topic} ${resource} ${changedAt}`,
          body: notification(session, topic, resource, changedAt),
        }
    }
    if (messages.length < pageSize) return
  }
}

async function* updatedOrders(session: ChannelSession, since: string): AsyncGenerator<Change> {
  for (let offset = 0; offset <= lastOffset; offset += pageSize) {
    const query = new URLSearchParams({
      seller: session.connection.account,
      'order.date_last_updated.from': since,
      sort: 'date_asc',
      offset: String(offset),
      limit: String(pageSize),
    })
    const { body } = await session.get(`/orders/search?${query}`)
    const found = listAt(body, 'results')
    for (const order of found) {
      const externalId = textAt(order, 'id')
      const changedAt = textAt(order, 'last_updated', 'date_last_updated')
      if (externalId === undefined || changedAt === undefined) continue
      const resource = `/orders/${externalId}`
      yield {
        topic: 'orders_v2',
        resource,
        externalId,
        changedAt,
        body: notification(session, 'orders_v2', resource, changedAt),
      }
    }
    const total = Number(textAt(at(body, 'paging'), 'total') ?? 0)
    if (found.length === 0 || offset + found.length >= total) return
  }
}

const withSlash = (resource: string | undefined): string | undefined =>
  resource === undefined || resource.startsWith('/') ? resource : `/${resource}`

const notification = (
  { connection }: ChannelSession,
  topic: string,
  resource: string,
  sent: string,
): string => JSON.stringify({ resource, user_id: connection.account, topic, sent })
