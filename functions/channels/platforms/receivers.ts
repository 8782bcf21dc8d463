import type { Platform } from '../../../events/channels/channel-schema.ts'
import { amazon } from './amazon/receiver.ts'
import { mercadoLivre } from './mercado-livre/receiver.ts'
import { mercadoPago } from './mercado-pago/receiver.ts'
import { nuvemshop } from './nuvemshop/receiver.ts'
import type { Receiver, WebhookReceiver } from './receiver.ts'
import { shopee } from './shopee/receiver.ts'
import { shopify } from './shopify/receiver.ts'
import { vtex } from './vtex/receiver.ts'
import { woocommerce } from './woocommerce/receiver.ts'

/** The receiver of each platform. The compiler names a platform that is missing. */
export const receivers = {
  amazon,
  'mercado-livre': mercadoLivre,
  'mercado-pago': mercadoPago,
  nuvemshop,
  shopee,
  shopify,
  vtex,
  woocommerce,
} as const satisfies { readonly [P in Platform]: Receiver<P> }

/** Platforms that call an HTTP route. */
export type WebhookPlatform = {
  [P in Platform]: (typeof receivers)[P] extends WebhookReceiver<P> ? P : never
}[Platform]

/** The receivers that have an HTTP route. */
export const webhookReceivers: readonly WebhookReceiver[] = Object.values<Receiver>(receivers).filter(
  (receiver): receiver is WebhookReceiver => receiver.via === 'webhook',
)
