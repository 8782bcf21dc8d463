import { DomainError } from '../../../../shared/domain-error.ts'
import type { ChannelSession } from '../fetch/channel-session.client.ts'
import type { Fetched } from '../fetch/fetched.ts'
import type { PlatformDefinition } from '../platform.ts'
import { mapPayment } from './map-payment.ts'

/** Mercado Pago: the application's bearer token. */
export const mercadoPago = {
  name: 'mercado-pago',
  mapFetched: ({ documents }) => mapPayment(documents['payment']),
  api: {
    host: () => 'api.mercadopago.com',
    access: {
      by: 'token',
      authenticate: ({ token }) => ({ authorization: `Bearer ${token}` }),
    },
    fetch: (session, _topic, resource) => fetchPayment(session, resource),
  },
} as const satisfies PlatformDefinition<'mercado-pago'>

/** Fetches the payment that a call names. Errors: `platform-refused`, `platform-unavailable`. */
async function fetchPayment(session: ChannelSession, resource: string): Promise<readonly Fetched[]> {
  const id = /^(?:payments\/)?(\d{1,20})$/.exec(resource)?.[1]
  if (id === undefined) throw new DomainError('platform-refused', 'Resource is not a payment.')
  const { body, missing } = await session.get(`/v1/payments/${id}`)
  return [
    { about: 'payment', documents: { payment: body }, missing: missing.map((field) => `payment.${field}`) },
  ]
}
