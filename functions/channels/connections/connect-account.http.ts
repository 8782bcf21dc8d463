import { answer, answerOnce, created, etag, route } from '../../../shared/http/route.ts'
import { saveAnswer } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { expectAccount } from '../platforms/account-format.ts'
import { deleteSecrets, writeSecrets } from '../platforms/credentials/secrets.client.ts'
import { receivers } from '../platforms/receivers.ts'
import { commitConnection, connections } from './connection.store.ts'
import { connect, connectionId } from './connection.ts'
import { ConnectionView, ConnectRequest, toConnectionView } from './connection-requests.ts'

/**
 * Connects an account at a platform. Its secrets go to the parameter store and are never returned. Connecting
 * the same account again returns the existing connection unchanged, secrets included.
 */
export const connectAccountRoute = route({
  method: 'POST',
  path: '/channels/connections',
  scope: 'channels:write',
  summary: 'Connect a platform account',
  request: ConnectRequest,
  response: ConnectionView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body, principal: { store }, idempotency, cause, now }) => {
    expectAccount(receivers[body.platform].account, body.account)
    const id = connectionId(store, body)
    const decision = connect(await find(connections, store, id), body, store, now)
    const view = toConnectionView(decision.next)
    const location = `/channels/connections/${id}`
    if (decision.events.length === 0) {
      const again = answer(200, view, { location, etag: etag(view.version) })
      return idempotency === undefined
        ? again
        : answerOnce(again, await saveAnswer(idempotency.marker(again), now), idempotency)
    }
    const { webhook, ...credentials } = body.secrets
    await writeSecrets(id, { current: webhook, ...definedOnly(credentials) })
    const first = created(location, view)
    const outcome = await commitConnection(decision, cause, now, idempotency?.marker(first))
    // The idempotency key belongs to a request for another account: nothing was connected, so delete the
    // secrets.
    if (outcome.outcome === 'answered' && (await find(connections, store, id)) === undefined)
      await deleteSecrets(id)
    return answerOnce(first, outcome, idempotency)
  },
})

type Defined<T> = { [K in keyof T]: NonNullable<T[K]> }

const definedOnly = <T extends object>(fields: T): Partial<Defined<T>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>
