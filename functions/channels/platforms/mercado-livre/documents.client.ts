import { DomainError } from '../../../../shared/domain-error.ts'
import { at, listAt, textAt } from '../../canonical/exact-json.ts'
import type { ChannelSession, PlatformDocument } from '../fetch/channel-session.client.ts'
import type { Fetched } from '../fetch/fetched.ts'
import { resourceOf } from './resource.ts'

/** An order without these fields is fetched again later, not stored as if it had none. */
const essential: ReadonlySet<string> = new Set([
  'order_items',
  'payments',
  'status',
  'total_amount',
  'last_updated',
])

/**
 * Fetches the resource that a notification names. A shipment brings its orders; an order brings its shipment,
 * deadline, cart, discounts and the buyer's billing data. Errors: `platform-refused` when it does not exist or
 * belongs to another account, `platform-unavailable`.
 */
export async function fetchResource(
  session: ChannelSession,
  topic: string,
  resource: string,
): Promise<readonly Fetched[]> {
  const { about, id } = resourceOf(topic, resource)
  switch (about) {
    case 'order':
      return [await fetchOrder(session, id)]
    case 'shipment':
      return fetchShipment(session, id)
    case 'claim':
      return [await fetchClaim(session, id)]
    case 'question':
      return [only('question', await session.get(`/questions/${id}?api_version=4`))]
    case 'message':
      return [only('message', await session.get(`/messages/${id}?tag=post_sale`))]
  }
}

const only = (about: Fetched['about'], document: PlatformDocument): Fetched =>
  mergeFetched(about, { [about]: document })

async function fetchOrder(session: ChannelSession, id: string): Promise<Fetched> {
  const order = await session.get(`/orders/${id}`)
  expectSeller(session, textAt(at(order.body, 'seller'), 'id'))
  if (order.missing.some((field) => essential.has(field)))
    throw new DomainError('platform-unavailable', 'Order is incomplete; retry.')
  const [shipping, pack, billing] = [
    textAt(at(order.body, 'shipping'), 'id'),
    textAt(order.body, 'pack_id'),
    textAt(at(order.body, 'buyer', 'billing_info'), 'id'),
  ]
  const site = textAt(at(order.body, 'context'), 'site') ?? 'MLB'
  return mergeFetched('order', {
    order,
    ...(await fetchAll({
      shipment: found(session, shipping, (one) => `/shipments/${one}`),
      sla: found(session, shipping, (one) => `/shipments/${one}/sla`),
      pack: found(session, pack, (one) => `/packs/${one}`),
      discounts: session.find(`/orders/${id}/discounts`, { absent: [403] }),
      billing: found(session, billing, (one) => `/orders/billing-info/${site}/${one}`),
    })),
  })
}

/** A shipment may hold several orders of one cart. */
async function fetchShipment(session: ChannelSession, id: string): Promise<readonly Fetched[]> {
  const shipment = await session.get(`/shipments/${id}`, newFormat)
  const named = textAt(shipment.body, 'order_id')
  const items =
    named === undefined ? await session.find(`/shipments/${id}/items`, { headers: newFormat }) : undefined
  const orders = new Set([named, ...listAt(items?.body).map((item) => textAt(item, 'order_id'))])
  const fetched: Fetched[] = []
  for (const order of orders)
    if (order !== undefined && /^\d+$/.test(order)) fetched.push(await fetchOrder(session, order))
  return fetched.length > 0 ? fetched : [only('shipment', shipment)]
}

async function fetchClaim(session: ChannelSession, id: string): Promise<Fetched> {
  const claim = await session.get(`/post-purchase/v1/claims/${id}`)
  return mergeFetched('claim', {
    claim,
    ...(await fetchAll({ return: session.find(`/post-purchase/v2/claims/${id}/returns`) })),
  })
}

const newFormat = { 'x-format-new': 'true' } as const

const found = async (session: ChannelSession, id: string | undefined, path: (id: string) => string) =>
  id !== undefined && /^\d+$/.test(id)
    ? session.find(path(id), { headers: newFormat, absent: [403] })
    : undefined

async function fetchAll(
  asked: Readonly<Record<string, Promise<PlatformDocument | undefined>>>,
): Promise<Record<string, PlatformDocument | undefined>> {
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, answer]) => [name, await answer] as const),
  )
  return Object.fromEntries(answers)
}

function mergeFetched(
  about: Fetched['about'],
  parts: Readonly<Record<string, PlatformDocument | undefined>>,
): Fetched {
  const there = Object.entries(parts).flatMap(([name, part]) =>
    part === undefined ? [] : [[name, part] as const],
  )
  return {
    about,
    documents: Object.fromEntries(there.map(([name, { body }]) => [name, body])),
    missing: there.flatMap(([name, { missing }]) => missing.map((field) => `${name}.${field}`)),
  }
}

/** A notification may name anything: an order of another account is refused. */
function expectSeller({ connection }: ChannelSession, seller: string | undefined): void {
  if (seller === undefined || seller === connection.account) return
  throw new DomainError('platform-refused', 'Order belongs to another account.')
}
