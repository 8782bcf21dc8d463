import type { Platform } from '../../../events/channels/channel-schema.ts'
import { amazon } from './amazon/receiver.ts'
import type { Receiver } from './call.ts'
import { mercadoLivre } from './mercado-livre/receiver.ts'
import { mercadoPago } from './mercado-pago/receiver.ts'
import { nuvemshop } from './nuvemshop/receiver.ts'
import { shopee } from './shopee/receiver.ts'
import { shopify } from './shopify/receiver.ts'
import { vtex } from './vtex/receiver.ts'
import { woocommerce } from './woocommerce/receiver.ts'

/** How each platform's calls are proven and read. */
export const receivers: Readonly<Record<Platform, Receiver>> = {
  'mercado-livre': mercadoLivre,
  shopify,
  woocommerce,
  nuvemshop,
  vtex,
  shopee,
  amazon,
  'mercado-pago': mercadoPago,
}
