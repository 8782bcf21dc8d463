import { randomUUID } from 'node:crypto'

/** Endpoints of a running suite, as `npm start` writes them to `.local/endpoints.json`. */
export interface Endpoints {
  readonly api: string
  readonly token: string
  readonly clients: readonly {
    readonly id: string
    readonly secret: string
    readonly scopes: readonly string[]
    readonly store: string
  }[]
  readonly smtp: string
  readonly mailViewer: string
  /** Base URL of SQS, which receives the notifications of Amazon. */
  readonly sqs: string
  /** URL of CloudWatch and of the clock of the local cloud. */
  readonly monitoring: string
  /** Base URLs of the platform sandboxes, when they run. */
  readonly sandboxes?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly etag: string
  readonly location: string
  // The demo reads untyped API answers.
  readonly body: any
}

/** A storefront client: a token by client credentials, then plain HTTP. */
export interface Storefront {
  get(path: string): Promise<Reply>
  post(path: string, body: object, headers?: Record<string, string>): Promise<Reply>
  /** Changes an order: reads its ETag and sends it as If-Match. */
  change(method: 'POST' | 'PATCH' | 'DELETE', orderId: string, rest: string, body?: object): Promise<Reply>
  /** Changes the resource at `path` + `rest`: reads the ETag of `path` and sends it as If-Match. */
  changeAt(method: string, path: string, rest: string, body?: object): Promise<Reply>
  /** Patches a resource at any version. */
  patch(path: string, body: object): Promise<Reply>
  /** Replaces a resource: reads its ETag and sends it as If-Match. */
  put(path: string, body: object): Promise<Reply>
}

/**
 * Opens the API for a sample client; the client of a store has the name of the store. Error: the client does not exist
 * or no token is issued.
 */
export async function openStorefront({ api, token, clients }: Endpoints, id: string): Promise<Storefront> {
  const client = clients.find((one) => one.id === id)
  if (client === undefined) throw new Error(`Sample client ${id} does not exist.`)
  const granted = await fetch(token, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  if (!granted.ok) throw new Error(`No token was issued: ${granted.status} ${await granted.text()}`)
  const { access_token: bearer } = (await granted.json()) as { access_token: string }

  async function call(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(`${api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? '',
      location: response.headers.get('location') ?? '',
      body: await response.json(),
    }
  }
  const changeAt: Storefront['changeAt'] = async (method, path, rest, body) => {
    const { etag } = await call('GET', path)
    return call(method, `${path}${rest}`, body, { 'if-match': etag })
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, { 'idempotency-key': randomUUID(), ...headers }),
    change: (method, orderId, rest, body) => changeAt(method, `/orders/${orderId}`, rest, body),
    changeAt,
    patch: (path, body) => call('PATCH', path, body, { 'if-match': '*' }),
    put: (path, body) => changeAt('PUT', path, '', body),
  }
}
