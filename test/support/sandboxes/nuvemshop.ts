import { changedSince, digits, json, type PlatformSandbox, pageOf } from './platform-sandbox.ts'

const account = '5550001'

/** Nuvemshop: `Authentication: bearer`, a required user agent, pages by Link, and 404 for an empty page. */
export const nuvemshop: PlatformSandbox = {
  account,
  credentials: { accessToken: 'sandbox-token' },
  tokens: ['sandbox-token'],
  documents: { order: ({ id }) => `/v1/${account}/orders/${digits(id)}` },
  missing: json(404, { code: 404, message: 'Not Found', description: 'Order not found' }),
  refuse({ headers }, { tokens }) {
    if (!headers['user-agent'])
      return json(400, { code: 400, message: 'Bad Request', description: 'Missing User-Agent' })
    const token = /^bearer (.+)$/i.exec(headers['authentication'] ?? '')?.[1]
    return token !== undefined && tokens.has(token)
      ? undefined
      : json(401, { code: 401, message: 'Unauthorized', description: 'Invalid access token' })
  },
  serve({ path, query }, state) {
    const store = /^\/v1\/(\d+)\/orders$/.exec(path)?.[1]
    if (store === undefined) return undefined
    const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)]
    const all = changedSince(state, `/v1/${store}/orders/`, 'updated_at', query.get('updated_at_min'))
    const { items, pages, total } = pageOf(all, page, size)
    if (items.length === 0)
      return json(404, { code: 404, message: 'Not Found', description: `Last page is ${pages}` })
    query.set('page', String(page + 1))
    const next = { link: `<https://api.nuvemshop.com.br${path}?${query}>; rel="next"` }
    return json(200, `[${items.join(',')}]`, {
      'x-total-count': String(total),
      ...(page < pages ? next : {}),
    })
  },
}
