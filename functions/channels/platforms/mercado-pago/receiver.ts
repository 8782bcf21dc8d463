import { at, textAt } from '../../canonical/exact-json.ts'
import { bodyHash, describeJson, moment, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * Mercado Pago: `x-signature: ts=..,v1=..` holds the lower-case hex HMAC-SHA256 of a manifest of the query's
 * `data.id` (as sent or in lower case), `x-request-id` and `ts`, without absent pairs. The body is not signed:
 * only the payment that the query names is fetched. Source: Mercado Pago, "Webhooks".
 */
export const mercadoPago: WebhookReceiver<'mercado-pago'> = {
  name: 'mercado-pago',
  via: 'webhook',
  path: '/channels/mercado-pago/{connectionId}',
  account: { pattern: /^\d{1,20}$/, expected: 'the numeric id of a user' },
  topics: {
    fetch: /^payment$/,
    nothing:
      /^(?:merchant_order|topic_\w+|plan|subscription\w*|invoice|point_integration_wh|stop_delivery_op_wh|delivery\w*|mp-connect|order|chargebacks?)$/,
  },
  verify: ({ headers, query }, secret) => {
    const parts = new Map(
      (headers['x-signature'] ?? '').split(',').map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return [name.trim(), value.join('=').trim()] as const
      }),
    )
    const [ts, v1, id] = [parts.get('ts'), parts.get('v1'), query['data.id']]
    if (!/^\d{10}(?:\d{3})?$/.test(ts ?? '')) return false
    const signed = (spelling: string | undefined) =>
      isSame(v1, hmac(secret, 'hex', manifest(spelling, headers['x-request-id'], ts)))
    const [asIs, lower] = [signed(id), signed(id?.toLowerCase())]
    return asIs || lower
  },
  describe: (call) =>
    describeJson(call, (payload) => {
      const said = textAt(at(payload, 'data'), 'id')
      const id = call.query['data.id'] ?? said
      const topic = textOr(payload, 'unknown', 'type', 'topic')
      return {
        dedupeKey:
          textAt(payload, 'id') === undefined
            ? bodyHash(call)
            : `${textOr(payload, '', 'id')} ${textOr(payload, '', 'action')}`,
        topic,
        resource: id ?? 'unknown',
        occurredAt: moment(textAt(payload, 'date_created')),
        problem:
          said?.toLowerCase() === id?.toLowerCase()
            ? undefined
            : { code: 'not-signed', detail: 'Body is about another payment than the signed query.' },
      }
    }),
}

const manifest = (id: string | undefined, requestId: string | undefined, ts: string | undefined): string =>
  [
    ['id', id],
    ['request-id', requestId],
    ['ts', ts],
  ]
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value};`]))
    .join('')
