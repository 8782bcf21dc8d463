import type { Cause, Decision } from '../../../shared/decision.ts'
import type { Principal } from '../../../shared/http/route.ts'
import { commitConnection, loadConnection } from './connection.store.ts'
import type { Connection } from './connection.ts'
import { type ConnectionView, toConnectionView } from './connection-requests.ts'

/** What a request to change one connection brings along. */
export interface ChangeRequest {
  readonly params: { readonly connectionId: string }
  readonly principal: Principal
  readonly ifMatch: (version: number) => void
  readonly cause: Cause
  readonly now: string
}

/** One change of a connection: load it, see that it is the version they know, decide, commit, show. */
export async function changeConnection(
  { params, principal, ifMatch, cause, now }: ChangeRequest,
  decide: (connection: Connection, now: string) => Decision<Connection> | Promise<Decision<Connection>>,
): Promise<ConnectionView> {
  const connection = await loadConnection(principal.store, params.connectionId)
  ifMatch(connection.version)
  const decision = await decide(connection, now)
  await commitConnection(decision, cause, now)
  return toConnectionView(decision.next)
}
