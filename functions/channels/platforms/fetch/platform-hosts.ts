import { DomainError } from '../../../../shared/domain-error.ts'

/** Platforms whose API the suite calls. */
export const fetchedPlatforms = [
  'mercado-livre',
  'mercado-pago',
  'nuvemshop',
  'vtex',
  'shopify',
  'woocommerce',
] as const
export type FetchedPlatform = (typeof fetchedPlatforms)[number]

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const accountName = new RegExp(`^${label}$`)
/** A public name: at least two labels, of which the last is no number (so it is no address). */
const publicName = new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

/**
 * The only host that may be called for an account of a platform. Where the account is part of the name it is one label
 * of it, so that no account leads elsewhere; a WooCommerce shop is a host of its own, whose addresses are judged when
 * it is connected to. Error: `invalid-request`.
 */
export function hostOf(platform: FetchedPlatform, account: string): string {
  const name = account.toLowerCase()
  switch (platform) {
    case 'mercado-livre':
      return 'api.mercadolibre.com'
    case 'mercado-pago':
      return 'api.mercadopago.com'
    case 'nuvemshop':
      return 'api.nuvemshop.com.br'
    case 'vtex':
      return `${one(name, accountName, 'the name of a VTEX account')}.vtexcommercestable.com.br`
    case 'shopify': {
      const shop = name.replace(/\.myshopify\.com$/, '')
      return `${one(shop, accountName, 'a shop such as minha-loja.myshopify.com')}.myshopify.com`
    }
    case 'woocommerce':
      return one(name, publicName, 'the public host name of a shop')
  }
}

/** Expects an account that leads to a host of its platform, where the suite calls that. Error: `invalid-request`. */
export function expectAccount(platform: string, account: string): void {
  const fetched = fetchedPlatforms.find((one) => one === platform)
  if (fetched !== undefined) hostOf(fetched, account)
}

function one(value: string, expected: RegExp, what: string): string {
  if (expected.test(value)) return value
  throw new DomainError('invalid-request', `the body is not as expected: account: expected ${what}`, {
    fields: [{ path: 'account', expected: what, received: value.slice(0, 100) }],
  })
}
