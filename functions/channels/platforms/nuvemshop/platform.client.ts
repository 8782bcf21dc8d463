import { DomainError } from '../../../../shared/domain-error.ts'
import { listAt, textAt } from '../../canonical/exact-json.ts'
import type { Access, ChannelSession } from '../fetch/channel-session.client.ts'
import type { Change, Fetched } from '../fetch/fetched.ts'

/** Nuvemshop is asked with a token that does not end, in a header of its own name. */
export const nuvemshopAccess: Access = {
  platform: 'nuvemshop',
  by: 'token',
  prove: ({ token }) => ({ authentication: `bearer ${token}` }),
}

const pageSize = 100

/**
 * Fetches the order that a call tells of, by its id; the call itself holds nothing else.
 * Errors: `platform-refused`, `platform-unavailable`.
 */
export async function fetchNuvemshop(session: ChannelSession, resource: string): Promise<readonly Fetched[]> {
  const id = /^(?:orders\/)?(\d{1,20})$/.exec(resource)?.[1]
  if (id === undefined) throw new DomainError('platform-refused', 'an order was expected to be fetched')
  const { body, missing } = await session.get(`${ordersOf(session)}/${id}`)
  return [{ about: 'order', documents: { order: body }, missing: missing.map((field) => `order.${field}`) }]
}

/** Orders that were updated since a moment. A page behind the last is 404 here, and so is a list without any. */
export async function* changesAtNuvemshop(session: ChannelSession, since: string): AsyncGenerator<Change> {
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

function ordersOf({ connection: { account } }: ChannelSession): string {
  if (!/^\d{1,20}$/.test(account))
    throw new DomainError('platform-refused', 'a store id was expected as the account')
  return `/v1/${account}/orders`
}
