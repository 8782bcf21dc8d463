import {
  digits,
  json,
  type PlatformSandbox,
  pageOf,
  type SandboxCall,
  type SandboxState,
} from './platform-sandbox.ts'

/**
 * VTEX: an application's key and token, a list by creation date, and a feed whose items stay until
 * acknowledged.
 */
export const vtex: PlatformSandbox = {
  account: 'lojaazul',
  credentials: { clientId: 'vtexappkey-sandbox', clientSecret: 'sandbox-token' },
  tokens: ['vtexappkey-sandbox:sandbox-token'],
  documents: { order: ({ orderId }) => `/api/oms/pvt/orders/${digits(orderId)}` },
  missing: json(404, { error: { code: 'OMS007', message: 'Order Not Found', exception: null } }),
  refuse({ headers }, { tokens }) {
    const pair = `${headers['x-vtex-api-appkey']}:${headers['x-vtex-api-apptoken']}`
    return tokens.has(pair)
      ? undefined
      : json(401, { error: { code: '1', message: 'Acesso não autorizado' } })
  },
  serve(call, state) {
    if (call.path === '/api/oms/pvt/orders') return listed(call, state)
    if (call.path === '/api/orders/feed')
      return call.method === 'POST' ? settled(call, state) : feed(call, state)
    return undefined
  },
}

const orders = '/api/oms/pvt/orders/'

function listed({ query }: SandboxCall, { documents }: SandboxState) {
  const [, from, to] = /^creationDate:\[(\S+) TO (\S+)\]$/.exec(query.get('f_creationDate') ?? '') ?? []
  if (from === undefined || to === undefined)
    return json(400, { error: { code: 'OMS003', message: 'Bad filter' } })
  const found = [...documents]
    .filter(([path]) => path.startsWith(orders))
    .map(([, text]) => JSON.parse(text) as { orderId: string; status: string; creationDate: string })
    .filter(({ creationDate }) => creationDate >= from && creationDate <= to)
    .sort((a, b) => (a.creationDate < b.creationDate ? -1 : 1))
    .map(({ orderId, status, creationDate }) => JSON.stringify({ orderId, status, creationDate }))
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 15)]
  const { items, pages, total } = pageOf(found, page, size)
  const paging = JSON.stringify({ total, pages, currentPage: page, perPage: size })
  return json(200, `{"list":[${items.join(',')}],"facets":[],"paging":${paging}}`)
}

interface FeedItem {
  readonly handle: string
}

const waiting = ({ documents }: SandboxState) =>
  JSON.parse(documents.get('/api/orders/feed') ?? '[]') as FeedItem[]

const feed = ({ query }: SandboxCall, state: SandboxState) =>
  json(200, waiting(state).slice(0, Math.min(10, Number(query.get('maxlot') ?? 1))))

function settled({ body }: SandboxCall, state: SandboxState) {
  const { handles } = JSON.parse(body) as { handles: string[] }
  const left = waiting(state).filter(({ handle }) => !handles.includes(handle))
  state.documents.set('/api/orders/feed', JSON.stringify(left))
  return json(200, '')
}
