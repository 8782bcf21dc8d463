import { DomainError } from '../../../../shared/domain-error.ts'
import type { Access, ChannelSession } from '../fetch/channel-session.client.ts'
import type { Fetched } from '../fetch/fetched.ts'

/** Mercado Pago is asked with the application's bearer token. */
export const mercadoPagoAccess: Access = {
  platform: 'mercado-pago',
  by: 'token',
  prove: ({ token }) => ({ authorization: `Bearer ${token}` }),
}

/** Fetches the payment that a call tells of. Errors: `platform-refused`, `platform-unavailable`. */
export async function fetchMercadoPago(
  session: ChannelSession,
  resource: string,
): Promise<readonly Fetched[]> {
  const id = /^(?:payments\/)?(\d{1,20})$/.exec(resource)?.[1]
  if (id === undefined) throw new DomainError('platform-refused', 'a payment was expected to be fetched')
  const { body, missing } = await session.get(`/v1/payments/${id}`)
  return [
    { about: 'payment', documents: { payment: body }, missing: missing.map((field) => `payment.${field}`) },
  ]
}
