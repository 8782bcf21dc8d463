import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClock } from '../../../infra/local/clock.ts'
import { type HttpApi, startHttpApi } from '../../../infra/local/http-api/http-api.ts'
import { type Identity, startIdentity } from '../../../infra/local/identity/identity.ts'
import { type FunctionPool, startFunctionPool } from '../../../infra/local/lambda/function-pool.ts'
import { readAssembly, resolveResources } from '../../../infra/local/template.ts'
import { type SamplePrincipals, samplePrincipals } from '../../../infra/start/sample-principals.ts'

const ASSEMBLY = join(import.meta.dirname, '../hello-assembly')

/** The event that the function received. */
type Payload = Record<string, unknown> & {
  readonly headers: Record<string, string>
  readonly requestContext: { readonly authorizer: { readonly jwt: { readonly scopes: unknown } } }
}

describe('the HTTP API', () => {
  const clock = createClock()
  const lines: string[] = []
  let functions: FunctionPool
  let identity: Identity<SamplePrincipals>
  let api: HttpApi

  beforeAll(async () => {
    const resources = resolveResources(readAssembly(ASSEMBLY))
    identity = await startIdentity({
      resources,
      clock,
      invoke: () => Promise.reject(new Error('nothing to run')),
      principals: samplePrincipals,
    })
    functions = startFunctionPool({ resources, assembly: ASSEMBLY, clock })
    api = await startHttpApi({
      api: resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')!,
      resources,
      clock,
      invoke: functions.invoke,
      issuerOf: identity.issuerOf,
      log: (line) => void lines.push(line),
    })
  })
  afterAll(async () => {
    await api.stop()
    await functions.stop()
    await identity.stop()
  })

  const call = (path: string, init: RequestInit = {}) => fetch(api.url + path, init)
  const payload = async (path: string, init: RequestInit = {}) => {
    return (await (await call(path, init)).json()) as Payload
  }
  /** Sends a request for which the function returns this answer. */
  const answered = (answer: unknown) => call('/echo', { headers: { 'x-answer': JSON.stringify(answer) } })

  /** Sends a raw request, which `fetch` would normalise. */
  async function raw(path: string, headers: string[] = [], method = 'GET') {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const host = ['host', new URL(api.url).host]
      request(api.url, { path, method, headers: [...host, ...headers] as never }, resolve)
        .on('error', reject)
        .end()
    })
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }

  async function bearer(scope?: string): Promise<Record<string, string>> {
    const { id, secret } = identity.clients[0]!
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) })
    const headers = { authorization: `Basic ${btoa(`${id}:${secret}`)}` }
    const response = await fetch(identity.tokenUrl, { method: 'POST', body, headers })
    const { access_token } = (await response.json()) as { access_token: string }
    return { authorization: `Bearer ${access_token}` }
  }

  describe('sends a function the request as payload 2.0', () => {
    it('with its route, context and time', async () => {
      const event = await payload('/echo', { headers: { 'user-agent': 'test/1' } })
      const { host } = new URL(api.url)
      expect(event).toMatchObject({
        version: '2.0',
        routeKey: 'ANY /echo',
        rawPath: '/echo',
        rawQueryString: '',
        isBase64Encoded: false,
        stageVariables: { colour: 'azul' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'api',
          domainName: host,
          http: {
            method: 'GET',
            path: '/echo',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'test/1',
          },
          requestId: expect.any(String),
          routeKey: 'ANY /echo',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
      })
      for (const absent of ['body', 'cookies', 'pathParameters', 'queryStringParameters']) {
        expect(event).not.toHaveProperty(absent)
      }
    })

    it('with header names in lower case, repeated headers joined, cookies apart', async () => {
      const { body } = await raw('/echo', [
        'X-Many',
        'a',
        'x-many',
        'b',
        'Cookie',
        'c1=1; c2=2',
        '__proto__',
        'p',
      ])
      const { headers, cookies } = JSON.parse(body) as Payload
      expect(headers['x-many']).toBe('a,b')
      expect(headers).not.toHaveProperty('cookie')
      expect(Object.entries(headers)).toContainEqual(['__proto__', 'p'])
      expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
      expect(cookies).toEqual(['c1=1', 'c2=2'])
    })

    it('with the raw and the parsed query, repeated names joined by a comma', async () => {
      const event = await payload('/echo?a=1&a=2&q=S%C3%A3o%20Paulo&e=')
      expect(event['rawQueryString']).toBe('a=1&a=2&q=S%C3%A3o%20Paulo&e=')
      expect(event['queryStringParameters']).toEqual({ a: '1,2', q: 'São Paulo', e: '' })
    })

    it('with path variables, decoded as the path is', async () => {
      const event = await payload('/echo/a%20b/c')
      expect(event).toMatchObject({ rawPath: '/echo/a b/c', pathParameters: { proxy: 'a b/c' } })
    })

    it.each([
      ['application/json', '{"a":"é"}', false],
      ['application/problem+json; charset=utf-8', '{}', false],
      ['text/csv', 'a;b', false],
      ['application/x-www-form-urlencoded', 'a=1', true],
      ['application/octet-stream', '\u0000\u0001', true],
    ])('with a body of type %s as text or base64', async (type, body, isBase64Encoded) => {
      const event = await payload('/echo', { method: 'POST', body, headers: { 'content-type': type } })
      const sent = isBase64Encoded ? Buffer.from(body).toString('base64') : body
      expect(event).toMatchObject({ isBase64Encoded, body: sent })
    })

    it('with a compressed body as base64, whatever its type', async () => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      expect(await payload('/echo', { method: 'POST', body: 'x', headers })).toMatchObject({
        isBase64Encoded: true,
      })
    })

    it("with the token's claims and the route's scopes", async () => {
      const event = await payload('/orders/ord_1', { headers: await bearer() })
      expect(event).toMatchObject({
        pathParameters: { orderId: 'ord_1' },
        requestContext: {
          authorizer: { jwt: { claims: { client_id: 'loja-azul' }, scopes: ['retaguarda/orders:read'] } },
        },
      })
      expect(
        (await payload('/who', { headers: await bearer() }))['requestContext'].authorizer.jwt.scopes,
      ).toBe(null)
    })
  })

  describe('answers with the result of the function', () => {
    it('with its status, headers, cookies and text', async () => {
      const response = await answered({
        statusCode: 201,
        headers: { ETag: '"1"', 'x-count': 3, 'content-type': 'application/problem+json' },
        cookies: ['a=1', 'b=2; Path=/'],
        body: '{"ok":"é"}',
      })
      expect(response.status).toBe(201)
      expect(response.headers.get('etag')).toBe('"1"')
      expect(response.headers.get('x-count')).toBe('3')
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('apigw-requestid')).toMatch(/./)
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; Path=/'])
      expect(await response.text()).toBe('{"ok":"é"}')
    })

    it('as bytes when it is base64', async () => {
      const bytes = [0, 255, 128]
      const body = Buffer.from(bytes).toString('base64')
      const response = await answered({ statusCode: 200, body, isBase64Encoded: true })
      expect([...new Uint8Array(await response.arrayBuffer())]).toEqual(bytes)
    })

    it('as plain text without a content type, and without a body at 204', async () => {
      const plain = await answered({ statusCode: 200, body: 'x' })
      expect(plain.headers.get('content-type')).toBe('text/plain;charset=UTF-8')
      const empty = await answered({ statusCode: 204 })
      expect([empty.status, await empty.text(), empty.headers.get('content-type')]).toEqual([204, '', null])
    })

    it.each([
      [{ some: 'thing' }, '{"some":"thing"}'],
      [[1], '[1]'],
      ['text', 'text'],
      [null, 'null'],
    ])('as the JSON body of a 200 when there is no status: %j', async (answer, body) => {
      const response = await answered(answer)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
      expect(await response.text()).toBe(body)
    })

    it.each([
      [{ statusCode: 'many' }],
      [{ statusCode: 700 }],
      [{ statusCode: 200, body: { not: 'text' } }],
      [{ statusCode: 200, cookies: 'a=1' }],
      [{ statusCode: 200, headers: { 'x-bad': 'line\nbreak' } }],
    ])('with 500 when it is malformed: %j', async (answer) => {
      const response = await answered(answer)
      expect(response.status).toBe(500)
      expect(await response.json()).toEqual({ message: 'Internal Server Error' })
    })
  })

  describe('rejects on its own', () => {
    const refusalOf = async (response: Response) => [response.status, await response.json()]
    it('a request without a matching route', async () => {
      expect(await refusalOf(await call('/nowhere'))).toEqual([404, { message: 'Not Found' }])
      expect(await refusalOf(await call('/orders/o', { method: 'PUT' }))).toEqual([
        404,
        { message: 'Not Found' },
      ])
    })

    it('a path with invalid percent-encoding', async () => {
      expect(await raw('/echo/%zz')).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' })
    })

    it('a request with a missing or invalid token', async () => {
      const none = await call('/orders/o')
      expect(none.headers.get('www-authenticate')).toBe('Bearer')
      expect(await refusalOf(none)).toEqual([401, { message: 'Unauthorized' }])
      const bad = await call('/orders/o', { headers: { authorization: 'Bearer x.y.z' } })
      expect(bad.headers.get('www-authenticate')).toMatch(/invalid_token/)
      expect(bad.status).toBe(401)
    })

    it('a token without the scope', async () => {
      const headers = await bearer('retaguarda/orders:read')
      const response = await call('/orders', { method: 'POST', headers })
      expect(await refusalOf(response)).toEqual([403, { message: 'Forbidden' }])
    })

    it('a body of more than 10 MB, or more than the function accepts', async () => {
      const tooLarge = [413, { message: 'Request Entity Too Large' }]
      const post = (bytes: number) => call('/echo', { method: 'POST', body: Buffer.alloc(bytes, 'x') })
      expect(await refusalOf(await post(10 * 1024 * 1024 + 1))).toEqual(tooLarge)
      expect(await refusalOf(await post(10 * 1024 * 1024))).toEqual(tooLarge)
      expect((await post(1024 * 1024)).status).toBe(200)
    })

    it('headers of more than 10,240 bytes', async () => {
      expect((await raw('/echo', ['x-long', 'x'.repeat(11_000)])).status).toBe(431)
    })

    it('requests beyond the burst and the rate of the route', async () => {
      const statuses = async (n: number) => {
        const all: number[] = []
        while (all.length < n) all.push((await call('/seldom')).status)
        return all
      }
      expect(await statuses(3)).toEqual([200, 200, 429])
      expect(await refusalOf(await call('/seldom'))).toEqual([429, { message: 'Too Many Requests' }])
      clock.advance(1_000_000)
      expect(await statuses(2)).toEqual([200, 429])
    })

    it('with 500 when the function fails', async () => {
      expect(await refusalOf(await call('/lab', { method: 'POST' }))).toEqual([
        500,
        { message: 'Internal Server Error' },
      ])
    })

    it('with 503 when the integration times out or the function is throttled', async () => {
      const unavailable = [503, { message: 'Service Unavailable' }]
      expect(await refusalOf(await call('/hasty', { method: 'POST' }))).toEqual(unavailable)
      expect(functions.pending()).toBe(1)
      expect(await refusalOf(await call('/lab', { method: 'POST' }))).toEqual(unavailable)
      await functions.crash('lab')
    })
  })

  it('counts pending requests, and logs each with its route, status and client', async () => {
    lines.length = 0
    const headers = await bearer()
    const response = await call('/orders/o"1', { headers })
    expect(api.pending()).toBe(0)
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        requestId: response.headers.get('apigw-requestid'),
        route: 'GET /orders/{orderId}',
        method: 'GET',
        path: '/orders/o%221',
        status: 200,
        error: '-',
        client: 'loja-azul',
        authorizerError: '-',
        latency: expect.stringMatching(/^\d+$/),
      },
    ])
    await call('/orders/o')
    expect(JSON.parse(lines[1]!)).toMatchObject({
      status: 401,
      error: 'Unauthorized',
      client: '-',
      authorizerError: 'Bearer',
      latency: '-',
    })
  })
})
