import { DomainError } from '../../../../shared/domain-error.ts'
import { asPayload, parseExact, textAt } from '../../canonical/exact-json.ts'
import type { Exchange } from '../credentials/tokens.client.ts'
import type { Access, Send } from '../fetch/channel-session.client.ts'

/** A bearer token that lasts six hours; a refresh token is valid for one new pair. */
export const access: Access = {
  by: 'token',
  authenticate: ({ token }) => ({ authorization: `Bearer ${token}` }),
  exchange,
}

function exchange(send: Send): Exchange {
  return async (refreshToken, { clientId = '', clientSecret = '' }) => {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
    const { status, body } = await send({
      method: 'POST',
      path: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    })
    if (status >= 500)
      throw new DomainError('platform-unavailable', `Token renewal failed with status ${status}.`)
    const answer = asPayload(parseExact(body))
    if (status === 400 && answer['error'] === 'invalid_grant') return undefined
    const [accessToken, renewed] = [textAt(answer, 'access_token'), textAt(answer, 'refresh_token')]
    if (status !== 200 || accessToken === undefined)
      throw new DomainError('platform-refused', `Token renewal failed with status ${status}.`)
    return { accessToken, ...(renewed === undefined ? {} : { refreshToken: renewed }) }
  }
}
