import type { Platform } from '../../../events/channels/channel-schema.ts'
import { expectAccount } from './account-format.ts'
import { amazon } from './amazon/platform.ts'
import { mercadoLivre } from './mercado-livre/platform.client.ts'
import { mercadoPago } from './mercado-pago/platform.client.ts'
import { nuvemshop } from './nuvemshop/platform.client.ts'
import type { PlatformApi, PlatformDefinition } from './platform.ts'
import { receivers } from './receivers.ts'
import { shopee } from './shopee/platform.ts'
import { shopify } from './shopify/platform.client.ts'
import { vtex } from './vtex/platform.client.ts'
import { woocommerce } from './woocommerce/platform.client.ts'

/** The API and the mappings of each platform. The compiler names a platform that is missing. */
export const platforms = {
  amazon,
  'mercado-livre': mercadoLivre,
  'mercado-pago': mercadoPago,
  nuvemshop,
  shopee,
  shopify,
  vtex,
  woocommerce,
} as const satisfies { readonly [P in Platform]: PlatformDefinition<P> }

/** Platforms whose API the suite calls. */
export type CalledPlatform = {
  [P in Platform]: (typeof platforms)[P] extends { readonly api: PlatformApi } ? P : never
}[Platform]

/**
 * The only host that may be called for an account. The account is at most one label of it, so no account leads to
 * another site; a WooCommerce shop is a host of its own, whose addresses are checked on each connect.
 * Error: `invalid-request` for an account in another format.
 */
export function hostOf(platform: CalledPlatform, account: string): string {
  expectAccount(receivers[platform].account, account)
  return platforms[platform].api.host(account)
}
