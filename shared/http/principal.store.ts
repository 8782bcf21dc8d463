import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { stopwatch } from '../clock.ts'
import { DomainError } from '../domain-error.ts'
import { PrincipalItem } from '../table/entities.store.ts'
import { principalPartition } from '../table/keys.ts'
import type { HttpEvent } from './request.ts'
import { type Principal, resourceServer, type Scope } from './route.ts'

const cacheMilliseconds = 60_000
const bindings = new Map<string, { readonly stores: readonly string[]; readonly until: number }>()

/** The key of a binding: the only kind of item that is read before the store is known. */
export const principalKey = (principal: string) => ({ pk: principalPartition(principal), sk: 'PRINCIPAL' })

/**
 * The principal of the verified token, and its store: the one that the table binds it to, or of several the one that the
 * header `Retaguarda-Store` names. Bindings are cached for a minute.
 * Errors: `unauthenticated`, `forbidden` (scope, or no binding), `store-not-chosen`.
 */
export async function resolvePrincipal(event: HttpEvent, scope: Scope): Promise<Principal> {
  const claims = event.requestContext.authorizer?.jwt.claims
  // The subject of Cognito's machine tokens is the client; of a person's token, the person.
  const id = claims?.['sub'] ?? claims?.['client_id']
  if (claims === undefined || typeof id !== 'string')
    throw new DomainError('unauthenticated', 'Missing bearer token.')
  const granted = String(claims['scope'] ?? '').split(' ')
  if (!granted.includes(`${resourceServer}/${scope}`)) {
    throw new DomainError('forbidden', `Token lacks the scope ${resourceServer}/${scope}.`)
  }
  const type = id === claims['client_id'] ? 'client' : 'person'
  const stores = await storesOf(id)
  const named = event.headers['retaguarda-store']
  if (named !== undefined && stores.includes(named)) return { id, type, store: named }
  const [only, another] = stores
  if (only === undefined || named !== undefined)
    throw new DomainError('forbidden', 'Principal is not bound to this store.')
  if (another !== undefined) {
    throw new DomainError(
      'store-not-chosen',
      'Principal serves several stores: name one in the header Retaguarda-Store.',
    )
  }
  return { id, type, store: only }
}

async function storesOf(principal: string): Promise<readonly string[]> {
  const cached = bindings.get(principal)
  if (cached !== undefined && cached.until > stopwatch()) return cached.stores
  const { Item } = await PrincipalItem.build(GetItemCommand).key(principalKey(principal)).send()
  const stores = Item?.stores ?? []
  if (bindings.size > 1000) bindings.clear()
  if (stores.length > 0) bindings.set(principal, { stores, until: stopwatch() + cacheMilliseconds })
  return stores
}
