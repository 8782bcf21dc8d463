import { accountMismatch, describeJson, moment, type Receiver, textOr } from '../call.ts'
import { isSameSecret } from '../signature.ts'

/**
 * Mercado Livre signs nothing: the secret stands in the path, the user must be the connected one, and what is said is
 * only a hint for fetching. `_id` is often missing; `received` is the same for each repeat.
 * Source: Mercado Livre, "Notificações".
 */
export const mercadoLivre: Receiver = {
  verify: ({ token }, secret) => isSameSecret(token, secret),
  describe: (call, connection) =>
    describeJson(call, (payload) => {
      const topic = textOr(payload, 'unknown', 'topic')
      const resource = textOr(payload, 'unknown', 'resource')
      const received = textOr(payload, call.requestId, 'received', 'sent')
      return {
        dedupeKey: `${topic} ${resource} ${received}`,
        topic,
        resource: resource.startsWith('/') ? resource : `/${resource}`,
        occurredAt: moment(received),
        problem: accountMismatch(textOr(payload, 'none', 'user_id'), connection),
      }
    }),
}
