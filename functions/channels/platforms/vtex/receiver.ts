import { at, textAt } from '../../canonical/exact-json.ts'
import { hostLabel } from '../account-format.ts'
import { accountMismatch, describeJson, moment, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { isSameSecret } from '../signature.ts'

/** The header that the hook sends, with the same secret as in its path. */
const header = 'x-retaguarda-token'

/**
 * VTEX signs nothing: the secret is in the path and in a header of the hook's configuration, and the account in
 * `Origin` must be the connected one. Configuring a hook pings it. Source: VTEX, "Orders hook configuration".
 */
export const vtex: WebhookReceiver<'vtex'> = {
  name: 'vtex',
  via: 'webhook',
  path: '/channels/vtex/{connectionId}/{token}',
  account: { pattern: new RegExp(`^${hostLabel}$`, 'i'), expected: 'the name of a VTEX account' },
  // A store names the states of its own workflow: whatever the topic, the fetched order says what it means.
  topics: { fetch: /./ },
  verify: ({ token, headers }, secret) => {
    const inPath = isSameSecret(token, secret)
    const inHeader = isSameSecret(headers[header], secret)
    return inPath && inHeader
  },
  describe: (call, connection) =>
    describeJson(call, (payload) => {
      const [order, state] = [textOr(payload, 'unknown', 'OrderId'), textOr(payload, 'unknown', 'State')]
      const changed = textOr(payload, '', 'LastChange')
      return {
        dedupeKey: `${order} ${state} ${changed}`,
        topic: state,
        resource: order,
        occurredAt: moment(textAt(payload, 'CurrentChange', 'LastChange')),
        problem: accountMismatch(textAt(at(payload, 'Origin'), 'Account'), connection),
      }
    }),
  ping: {
    is: ({ body }) =>
      body.length <= 200 && /^\s*\{\s*"hookConfig"\s*:\s*"ping"\s*\}\s*$/.test(body.toString('latin1')),
  },
}
