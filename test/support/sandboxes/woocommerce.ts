import { changedSince, digits, json, type PlatformSandbox, pageOf } from './platform-sandbox.ts'

/** A WooCommerce shop's REST API: basic authentication, and page numbers with a header for their total. */
export const woocommerce: PlatformSandbox = {
  account: 'loja.example',
  credentials: { clientId: 'ck_sandbox', clientSecret: 'cs_sandbox' },
  tokens: ['ck_sandbox:cs_sandbox'],
  documents: { order: ({ id }) => `/wp-json/wc/v3/orders/${digits(id)}` },
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
    // Its times have no zone; they are GMT since the request says so.
    const all = changedSince(state, `${path}/`, 'date_modified_gmt', since?.replace(/Z$/, '') ?? null)
    const { items, pages, total } = pageOf(all, Number(query.get('page') ?? 1), size)
    return json(200, `[${items.join(',')}]`, {
      'x-wp-total': String(total),
      'x-wp-totalpages': String(pages),
    })
  },
}
