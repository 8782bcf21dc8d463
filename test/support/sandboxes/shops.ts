import { changedSince, json, type PlatformSandbox, pageOf } from './platform-sandbox.ts'

/** Shopify's Admin REST API: orders changed since, in pages that only the Link header leads to. */
export const shopify: PlatformSandbox = {
  tokens: ['shpat_sandbox'],
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

/** A WooCommerce shop's REST API: basic authentication, page numbers, and a header that says how many there are. */
export const woocommerce: PlatformSandbox = {
  tokens: ['ck_sandbox:cs_sandbox'],
  missing: json(404, {
    code: 'woocommerce_rest_shop_order_invalid_id',
    message: 'Invalid ID.',
    data: { status: 404 },
  }),
  refuse({ headers }, { tokens }) {
    const basic = /^Basic (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''
    return tokens.has(Buffer.from(basic, 'base64').toString())
      ? undefined
      : json(401, { code: 'woocommerce_rest_cannot_view', message: 'Sorry.', data: { status: 401 } })
  },
  serve({ path, query }, state) {
    if (path !== '/wp-json/wc/v3/orders') return undefined
    const size = Number(query.get('per_page') ?? 10)
    if (size > 100)
      return json(400, { code: 'rest_invalid_param', message: 'Invalid parameter(s): per_page' })
    const since = query.get('modified_after')
    // Its times bear no zone: they are GMT because the request says so.
    const all = changedSince(state, `${path}/`, 'date_modified_gmt', since?.replace(/Z$/, '') ?? null)
    const { items, pages, total } = pageOf(all, Number(query.get('page') ?? 1), size)
    return json(200, `[${items.join(',')}]`, {
      'x-wp-total': String(total),
      'x-wp-totalpages': String(pages),
    })
  },
}

/** Mercado Pago: payments by id. */
export const mercadoPago: PlatformSandbox = {
  tokens: ['APP_USR-pago-sandbox'],
  missing: json(404, { message: 'Payment not found', error: 'not_found', status: 404, cause: [] }),
  refuse({ headers }, { tokens }) {
    const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1]
    return token !== undefined && tokens.has(token)
      ? undefined
      : json(401, { message: 'invalid_token', error: 'unauthorized', status: 401, cause: [] })
  },
  serve: () => undefined,
}
