import {
  type Access,
  type ChannelSession,
  openSession,
  type SessionConnection,
} from './fetch/channel-session.client.ts'
import type { Change, Fetched } from './fetch/fetched.ts'
import { type Budget, budgetOf } from './fetch/platform-request.client.ts'
import { mercadoLivreAccess } from './mercado-livre/access.client.ts'
import { changesAtMercadoLivre } from './mercado-livre/changes.client.ts'
import { fetchMercadoLivre } from './mercado-livre/documents.client.ts'
import { fetchMercadoPago, mercadoPagoAccess } from './mercado-pago/platform.client.ts'
import { changesAtNuvemshop, fetchNuvemshop, nuvemshopAccess } from './nuvemshop/platform.client.ts'
import { changesAtShopify, shopifyAccess } from './shopify/platform.client.ts'
import { changesAtVtex, fetchVtex, vtexAccess } from './vtex/platform.client.ts'
import { changesAtWoocommerce, woocommerceAccess } from './woocommerce/platform.client.ts'

interface FetchedPlatformApi {
  readonly access: Access
  /** Fetches what a call tells of; absent where calls bring everything themselves. */
  readonly fetch?: (session: ChannelSession, topic: string, resource: string) => Promise<readonly Fetched[]>
  /** What changed between two moments; absent where nobody can be asked. */
  readonly changes?: (session: ChannelSession, since: string, until: string) => AsyncGenerator<Change>
}

const apis: Readonly<Record<string, FetchedPlatformApi>> = {
  'mercado-livre': { access: mercadoLivreAccess, fetch: fetchMercadoLivre, changes: changesAtMercadoLivre },
  'mercado-pago': {
    access: mercadoPagoAccess,
    fetch: (session, _topic, resource) => fetchMercadoPago(session, resource),
  },
  nuvemshop: {
    access: nuvemshopAccess,
    fetch: (session, _topic, resource) => fetchNuvemshop(session, resource),
    changes: changesAtNuvemshop,
  },
  vtex: {
    access: vtexAccess,
    fetch: (session, _topic, resource) => fetchVtex(session, resource),
    changes: changesAtVtex,
  },
  shopify: { access: shopifyAccess, changes: changesAtShopify },
  woocommerce: { access: woocommerceAccess, changes: changesAtWoocommerce },
}

/** Below the inbox's 30 seconds, with time left to write what came. */
const fetchMilliseconds = 20_000

/** What a call of a platform is about, and who proved it. */
export interface ToFetch {
  readonly platform: string
  readonly connection: SessionConnection
  readonly topic: string
  readonly resource: string
}

/**
 * Fetches what a platform's call tells of; nothing where its calls bring everything themselves.
 * Errors: `platform-refused` (it will not be there another time either), `platform-unavailable`.
 */
export async function fetchBack(
  { platform, connection, topic, resource }: ToFetch,
  budget: Budget = budgetOf(fetchMilliseconds),
): Promise<readonly Fetched[] | undefined> {
  const api = apis[platform]
  return api?.fetch?.(openSession(api.access, connection, budget), topic, resource)
}

/** What changed at a connection's platform between two moments; nothing where the platform cannot be asked. */
export function changesAt(
  platform: string,
  connection: SessionConnection,
  since: string,
  until: string,
  budget: Budget,
): AsyncGenerator<Change> | undefined {
  const api = apis[platform]
  return api?.changes?.(openSession(api.access, connection, budget), since, until)
}
