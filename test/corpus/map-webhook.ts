import type { Platform } from '../../events/channels/channel-schema.ts'
import type { Mapped } from '../../functions/channels/canonical/canonical.ts'
import { asPayload, at, parseExact, textAt } from '../../functions/channels/canonical/exact-json.ts'
import type { Call } from '../../functions/channels/platforms/call.ts'
import type { Fetched } from '../../functions/channels/platforms/fetch/fetched.ts'
import { mapBody, mapFetched } from '../../functions/channels/platforms/map-delivery.ts'
import { mapReturn } from '../../functions/channels/platforms/mercado-livre/map-claim.ts'
import { mapShipment } from '../../functions/channels/platforms/mercado-livre/map-shipment.ts'
import { platforms } from '../../functions/channels/platforms/platforms.client.ts'
import { receivers } from '../../functions/channels/platforms/receivers.ts'
import { mapRefund } from '../../functions/channels/platforms/woocommerce/map-refund.ts'
import type { WebhookFile } from './read-webhooks.ts'

/** The kind of a corpus file, and its result. */
export type Outcome =
  /** A resource; `ownTotal` is the platform's own amount, as text. */
  | { readonly is: 'mapped'; readonly mapped: Mapped; readonly ownTotal?: string | undefined }
  /** A call that only names a resource. */
  | { readonly is: 'hint'; readonly topic: string; readonly resource: string }
  /** The body of a ping. */
  | { readonly is: 'ping' }
  /** A response that is read with others, or by a poll. */
  | { readonly is: 'beside' }

const receivedAt = '2026-11-24T12:00:00.000Z'

const callOf = (text: string): Call => ({
  headers: {},
  query: {},
  url: '',
  body: Buffer.from(text),
  requestId: 'r1',
})

const hint = (platform: Platform, text: string): Outcome => {
  const connection = { account: '', settings: {} } as never
  const { topic, resource } = receivers[platform].describe(callOf(text), connection)
  return { is: 'hint', topic, resource }
}

const fetched = (about: Fetched['about'], document: unknown): Fetched => ({
  about,
  documents: { [about]: document },
  missing: [],
})

type Kind = readonly [pattern: RegExp, handle: (text: string) => Outcome]

const mappedOrder =
  (platform: Platform, ...total: readonly string[]) =>
  (text: string): Outcome => {
    const body = parseExact(text)
    const mapped = mapFetched(platforms[platform], fetched('order', body), 'ours')
    return { is: 'mapped', mapped, ownTotal: textAt(body, ...total) }
  }

const mappedBody =
  (platform: Platform, topic: string, ownTotal?: (body: unknown) => string | undefined) =>
  (text: string): Outcome => {
    const body = parseExact(text)
    const mapped = mapBody(platforms[platform], { topic, body, receivedAt })
    if (mapped === undefined) throw new Error(`${topic} was expected to be mapped from its body`)
    return { is: 'mapped', mapped, ownTotal: ownTotal?.(body) }
  }

const mappedDocument =
  (about: 'claim' | 'question') =>
  (text: string): Outcome => ({
    is: 'mapped',
    mapped: mapFetched(platforms['mercado-livre'], fetched(about, parseExact(text)), 'ours'),
  })

const beside = (): Outcome => ({ is: 'beside' })

const ordersOfMercadoLivre: Kind = [/^mercadolivre\/order_\d+_/, mappedOrder('mercado-livre', 'total_amount')]

const kinds: readonly Kind[] = [
  ordersOfMercadoLivre,
  [/^mercadolivre\/notification_/, (text) => hint('mercado-livre', text)],
  [/^mercadolivre\/claim_/, mappedDocument('claim')],
  [/^mercadolivre\/return_/, (text) => ({ is: 'mapped', mapped: mapReturn(parseExact(text)) })],
  [/^mercadolivre\/question_/, mappedDocument('question')],
  [
    /^mercadolivre\/shipment_\d+_buffered/,
    (text) => ({ is: 'mapped', mapped: mapShipment(parseExact(text), '2000009713473608') }),
  ],
  [/^mercadolivre\/(?:billing_info|pack|missed_feeds|order_discounts|order_shipments|shipment_sla)_/, beside],
  [
    /^shopify\/order_/,
    mappedBody('shopify', 'orders/updated', (body) => textAt(body, 'current_total_price')),
  ],
  [
    /^shopify\/refund_/,
    mappedBody('shopify', 'refunds/create', (body) =>
      textAt((asPayload(body)['transactions'] as unknown[])[0], 'amount'),
    ),
  ],
  [/^woocommerce\/order_/, mappedBody('woocommerce', 'order.updated', (body) => textAt(body, 'total'))],
  [
    /^woocommerce\/refund_/,
    (text) => {
      const body = parseExact(text)
      return { is: 'mapped', mapped: mapRefund(body, 'USD'), ownTotal: textAt(body, 'amount') }
    },
  ],
  [/^nuvemshop\/order_/, mappedOrder('nuvemshop', 'total', 'price')],
  [/^nuvemshop\/webhook_/, (text) => hint('nuvemshop', text)],
  [
    /^vtex\/order_/,
    (text) => {
      const body = parseExact(text)
      const cents = textAt(body, 'value')
      const mapped = mapFetched(platforms.vtex, fetched('order', body), 'ours')
      return { is: 'mapped', mapped, ownTotal: cents === undefined ? undefined : `${Number(cents) / 100}` }
    },
  ],
  [/^vtex\/hook_notification/, (text) => hint('vtex', text)],
  [
    /^vtex\/hook_ping/,
    (text) => {
      if (receivers.vtex.ping?.is(callOf(text)) !== true) throw new Error('Call is no ping.')
      return { is: 'ping' }
    },
  ],
  [/^vtex\/feed_items/, beside],
  [/^amazon\/order_change/, mappedBody('amazon', 'ORDER_CHANGE')],
  [/^shopee\/push_order_status/, mappedBody('shopee', 'code-3')],
  [/^mercadopago\/webhook_payment/, (text) => hint('mercado-pago', text)],
]

/** Handles a file by its kind; undefined when the kind is unknown. */
export const mapWebhook = ({ path, text }: WebhookFile): Outcome | undefined =>
  kinds.find(([pattern]) => pattern.test(path))?.[1](text)

/** An order of Mercado Livre together with the shipment, deadline and billing data of the corpus. */
export const mapWholeOrder = (files: ReadonlyMap<string, string>): Mapped => {
  const read = (path: string): unknown => parseExact(files.get(path) ?? '')
  const documents = {
    order: read('mercadolivre/order_2000009713473608_paid_pack_discount'),
    shipment: read('mercadolivre/shipment_40173236996_buffered_new_format'),
    sla: read('mercadolivre/shipment_sla_43416180080'),
    billing: read('mercadolivre/billing_info_mlb_cpf'),
  }
  return mapFetched(
    platforms['mercado-livre'],
    { about: 'order', documents, missing: [] },
    textAt(at(documents.order, 'seller'), 'id') ?? '',
  )
}
