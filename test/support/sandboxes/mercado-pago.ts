import { digits, json, type PlatformSandbox } from './platform-sandbox.ts'

/** Mercado Pago: payments by id. */
export const mercadoPago: PlatformSandbox = {
  account: '779000111',
  credentials: { accessToken: 'APP_USR-pago-sandbox' },
  tokens: ['APP_USR-pago-sandbox'],
  documents: { payment: ({ id }) => `/v1/payments/${digits(id)}` },
  missing: json(404, { message: 'Payment not found', error: 'not_found', status: 404, cause: [] }),
  refuse({ headers }, { tokens }) {
    const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1]
    return token !== undefined && tokens.has(token)
      ? undefined
      : json(401, { message: 'invalid_token', error: 'unauthorized', status: 401, cause: [] })
  },
  serve: () => undefined,
}
