import type { Decision } from '../../../shared/decision.ts'
import { type ChangeRequest, changeAggregate } from '../../../shared/table/change-aggregate.usecase.ts'
import { commitConnection, loadConnection } from './connection.store.ts'
import type { Connection } from './connection.ts'
import { type ConnectionView, toConnectionView } from './connection-requests.ts'

interface ConnectionChangeRequest extends ChangeRequest {
  readonly params: { readonly connectionId: string }
}

/** Changes one connection and shows it. Errors: those of `changeAggregate`. */
export const changeConnection = async (
  request: ConnectionChangeRequest,
  decide: (connection: Connection, now: string) => Decision<Connection> | Promise<Decision<Connection>>,
): Promise<ConnectionView> =>
  toConnectionView(
    await changeAggregate(
      { load: loadConnection, commit: commitConnection },
      request.params.connectionId,
      request,
      decide,
    ),
  )
