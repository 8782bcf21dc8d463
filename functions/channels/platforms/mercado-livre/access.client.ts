import { DomainError } from '../../../../shared/domain-error.ts'
import { asPayload, parseExact, textAt } from '../../canonical/exact-json.ts'
import type { Exchange } from '../credentials/tokens.client.ts'
import type { Access } from '../fetch/channel-session.client.ts'
import { type Budget, callPlatform } from '../fetch/platform-request.client.ts'

/** Mercado Livre is asked with a bearer token that lasts six hours; a refresh token is good for one new pair. */
export const mercadoLivreAccess: Access = {
  platform: 'mercado-livre',
  by: 'token',
  prove: ({ token }) => ({ authorization: `Bearer ${token}` }),
  exchange: (account, budget) => exchangeWithin(account, budget),
}

const exchangeWithin =
  (account: string, budget: Budget): Exchange =>
  async (refreshToken, { clientId = '', clientSecret = '' }) => {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
    const { status, body } = await callPlatform(
      {
        platform: 'mercado-livre',
        account,
        method: 'POST',
        path: '/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      },
      budget,
    )
    if (status >= 500)
      throw new DomainError(
        'platform-unavailable',
        `new tokens were expected, but there was status ${status}`,
      )
    const answer = asPayload(parseExact(body))
    if (status === 400 && answer['error'] === 'invalid_grant') return undefined
    const [accessToken, renewed] = [textAt(answer, 'access_token'), textAt(answer, 'refresh_token')]
    if (status !== 200 || accessToken === undefined)
      throw new DomainError('platform-refused', `new tokens were expected, but there was status ${status}`)
    return { accessToken, ...(renewed === undefined ? {} : { refreshToken: renewed }) }
  }
