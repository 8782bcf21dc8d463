import { changedSince, digits, json, type PlatformSandbox, pageOf } from './platform-sandbox.ts'

/** Shopify's Admin REST API: orders changed since a time, in pages that only the Link header leads to. */
export const shopify: PlatformSandbox = {
  account: 'loja-azul.myshopify.com',
  credentials: { accessToken: 'shpat_sandbox' },
  tokens: ['shpat_sandbox'],
  documents: { order: ({ id }) => `/admin/orders/${digits(id)}` },
  missing: json(404, { errors: 'Not Found' }),
  refuse({ headers }, { tokens }) {
    return tokens.has(headers['x-shopify-access-token'] ?? '')
      ? undefined
      : json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' })
  },
  serve({ path, query }, state) {
    const base = /^(\/admin\/api\/\d{4}-\d{2}\/orders)\.json$/.exec(path)?.[1]
    if (base === undefined) return undefined
    const info = query.get('page_info')
    if (info !== null && query.has('updated_at_min'))
      return json(400, { errors: { page_info: 'only limit may go with it' } })
    const kept = info === null ? { since: query.get('updated_at_min'), page: 1 } : opened(info)
    const size = Number(query.get('limit') ?? 50)
    const all = changedSince(state, '/admin/orders/', 'updated_at', kept.since)
    const { items, pages } = pageOf(all, kept.page, size)
    const further = Buffer.from(JSON.stringify({ ...kept, page: kept.page + 1 })).toString('base64url')
    const next = `<https://shop.myshopify.com${path}?limit=${size}&page_info=${further}>; rel="next"`
    return json(200, `{"orders":[${items.join(',')}]}`, kept.page < pages ? { link: next } : {})
  },
}

const opened = (info: string) =>
  JSON.parse(Buffer.from(info, 'base64url').toString()) as { since: string | null; page: number }
