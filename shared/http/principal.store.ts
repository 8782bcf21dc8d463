import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { stopwatch } from '../clock.ts'
import { DomainError } from '../domain-error.ts'
import { PrincipalItem } from '../table/entities.store.ts'
import { principalPartition } from '../table/keys.ts'
import type { HttpEvent } from './request.ts'
import { type Principal, resourceServer, type Scope } from './route.ts'

const keptMilliseconds = 60_000
const bindings = new Map<string, { readonly stores: readonly string[]; readonly until: number }>()

/** The key of a binding: the one kind of item that comes before any store is known. */
export const principalKey = (principal: string) => ({ pk: principalPartition(principal), sk: 'PRINCIPAL' })

/**
 * Who calls, from the verified token, and for which store: the one that the table binds the principal to, or of
 * several the one that the header `Retaguarda-Store` names. Bindings are kept in memory for a minute.
 * Errors: `unauthenticated`, `forbidden` (scope, or no binding), `store-not-chosen`.
 */
export async function resolvePrincipal(event: HttpEvent, scope: Scope): Promise<Principal> {
  const claims = event.requestContext.authorizer?.jwt.claims
  // Cognito's machine tokens have the client as their subject; a person's have the person.
  const id = claims?.['sub'] ?? claims?.['client_id']
  if (claims === undefined || typeof id !== 'string')
    throw new DomainError('unauthenticated', 'a bearer token is expected')
  const granted = String(claims['scope'] ?? '').split(' ')
  if (!granted.includes(`${resourceServer}/${scope}`)) {
    throw new DomainError('forbidden', `a token with the scope ${resourceServer}/${scope} is expected`)
  }
  const type = id === claims['client_id'] ? 'client' : 'person'
  const stores = await storesOf(id)
  const named = event.headers['retaguarda-store']
  if (named !== undefined && stores.includes(named)) return { id, type, store: named }
  const [only, another] = stores
  if (only === undefined || named !== undefined)
    throw new DomainError('forbidden', 'this principal is not bound to the store')
  if (another !== undefined) {
    throw new DomainError(
      'store-not-chosen',
      'this principal serves several stores: the header Retaguarda-Store is expected to name one',
    )
  }
  return { id, type, store: only }
}

async function storesOf(principal: string): Promise<readonly string[]> {
  const kept = bindings.get(principal)
  if (kept !== undefined && kept.until > stopwatch()) return kept.stores
  const { Item } = await PrincipalItem.build(GetItemCommand).key(principalKey(principal)).send()
  const stores = Item?.stores ?? []
  if (bindings.size > 1000) bindings.clear()
  if (stores.length > 0) bindings.set(principal, { stores, until: stopwatch() + keptMilliseconds })
  return stores
}
