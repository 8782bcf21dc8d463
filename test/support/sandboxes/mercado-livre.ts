import {
  changedSince,
  digits,
  json,
  type PlatformSandbox,
  type SampleDocument,
  type SandboxCall,
  type SandboxState,
} from './platform-sandbox.ts'

/**
 * Mercado Livre: bearer tokens that expire and are renewed once each, searches by offset, partial responses
 * with 206.
 */
export const mercadoLivre: PlatformSandbox = {
  account: '779000111',
  credentials: {
    accessToken: 'APP_USR-sandbox-0',
    refreshToken: 'TG-sandbox-0',
    clientId: '5503910054141466',
    clientSecret: 'sandbox-secret',
  },
  tokens: ['APP_USR-sandbox-0'],
  documents: {
    order: ({ id }) => `/orders/${digits(id)}`,
    shipment: ({ id }) => `/shipments/${digits(id)}`,
    sla: (_, { shipment }) => `/shipments/${digits(shipment?.['id'])}/sla`,
    billing: (_, { order }) => `/orders/billing-info/MLB/${billingIdOf(order)}`,
    pack: ({ id }) => `/packs/${digits(id)}`,
    claim: ({ id }) => `/post-purchase/v1/claims/${digits(id)}`,
    return: ({ claim_id }) => `/post-purchase/v2/claims/${digits(claim_id)}/returns`,
    question: ({ id }) => `/questions/${digits(id)}`,
  },
  missing: json(404, { message: 'resource not found', error: 'not_found', status: 404, cause: [] }),
  refuse({ path, headers }, { tokens }) {
    if (path === '/oauth/token') return undefined
    const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1]
    return token !== undefined && tokens.has(token)
      ? undefined
      : json(401, { message: 'invalid access token', error: 'unauthorized', status: 401, cause: [] })
  },
  serve(call, state) {
    const { method, path, query, headers } = call
    if (method === 'POST' && path === '/oauth/token') return refresh(call, state)
    if (path === '/orders/search') return search(query, state)
    if (path === '/missed_feeds') return missedFeeds(query, state)
    if (/^\/shipments\/\d+$/.test(path) && headers['x-format-new'] !== 'true')
      return json(400, {
        message: 'the old format is not served any more',
        error: 'bad_request',
        status: 400,
      })
    return undefined
  },
}

function refresh({ body }: SandboxCall, state: SandboxState) {
  const form = new URLSearchParams(body)
  const good =
    form.get('grant_type') === 'refresh_token' &&
    form.get('client_secret') === 'sandbox-secret' &&
    form.get('refresh_token') === state.refreshToken
  if (!good)
    return json(400, { error: 'invalid_grant', error_description: 'expired or already used', status: 400 })
  state.refreshes += 1
  const token = `APP_USR-sandbox-${state.refreshes}`
  state.refreshToken = `TG-sandbox-${state.refreshes}`
  state.tokens.clear()
  state.tokens.add(token)
  return json(200, {
    access_token: token,
    token_type: 'bearer',
    expires_in: 21_600,
    scope: 'offline_access read write',
    user_id: 123456,
    refresh_token: state.refreshToken,
  })
}

function search(query: URLSearchParams, state: SandboxState) {
  const all = changedSince(state, '/orders/', 'last_updated', query.get('order.date_last_updated.from'))
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 50)
  if (limit > 50) return json(400, { message: 'limit must be at most 50', error: 'bad_request', status: 400 })
  const found = all.slice(offset, offset + limit)
  const paging = JSON.stringify({ total: all.length, offset, limit })
  return json(200, `{"query":"","results":[${found.join(',')}],"paging":${paging}}`)
}

/** Notifications that were given up, stored as one document. */
function missedFeeds(query: URLSearchParams, { documents }: SandboxState) {
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 50)
  const kept = JSON.parse(documents.get('/missed_feeds') ?? '{"messages":[]}') as {
    messages: { topic: string }[]
  }
  const topic = query.get('topic')
  const messages = kept.messages.filter((message) => topic === null || message.topic === topic)
  return json(200, { messages: messages.slice(offset, offset + limit) })
}

const billingIdOf = (order: SampleDocument | undefined): string =>
  digits((order?.['buyer'] as { billing_info?: { id?: unknown } } | undefined)?.billing_info?.id)
