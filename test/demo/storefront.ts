import { randomUUID } from 'node:crypto'

/** Where a running suite is reached: what `npm start` writes to `.local/endpoints.json`. */
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
  /** Base URL of SQS: Amazon's notifications come through a queue. */
  readonly sqs: string
  /** Where CloudWatch answers, and the cloud's clock is moved. */
  readonly monitoring: string
  /** Base URL of each platform's sandbox, where they run. */
  readonly sandboxes?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly etag: string
  readonly location: string
  // A demo reads whatever the API answers.
  readonly body: any
}

/** A storefront as a user would write one: a token by client credentials, then plain HTTP. */
export interface Storefront {
  get(path: string): Promise<Reply>
  post(path: string, body: object, headers?: Record<string, string>): Promise<Reply>
  /** A change: reads the order's ETag first and sends it back as If-Match. */
  change(method: 'POST' | 'PATCH' | 'DELETE', orderId: string, rest: string, body?: object): Promise<Reply>
  /** A change of whatever is at a path, below it if `rest` says so: reads its ETag first and sends it back as If-Match. */
  changeAt(method: string, path: string, rest: string, body?: object): Promise<Reply>
  /** Changes a part of something, whatever its version. */
  patch(path: string, body: object): Promise<Reply>
  /** Puts something whole in the place of what is there: reads its ETag first and sends it back as If-Match. */
  put(path: string, body: object): Promise<Reply>
}

/**
 * Opens the API for a sample client; a store's own client has the store's name. Error: when no such client is there or
 * no token is given.
 */
export async function openStorefront({ api, token, clients }: Endpoints, id: string): Promise<Storefront> {
  const client = clients.find((one) => one.id === id)
  if (client === undefined) throw new Error(`a sample client named ${id} is expected`)
  const granted = await fetch(token, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  if (!granted.ok) throw new Error(`a token is expected, received ${granted.status} ${await granted.text()}`)
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
