import * as ordersApi from '../../../functions/orders/api.ts'
import type { OrderView } from '../../../functions/orders/order/order-requests.ts'
import type { Problem } from '../../../shared/http/problem.ts'
import { maxBodyBytes } from '../../../shared/http/request.ts'
import { callerOf, type HttpCall } from '../../support/http.ts'
import { anAddress, aPlaceOrder } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { line, nonsense, order, withCustomer } from './nonsense-orders.ts'

let stage: SuiteFixture
let before: unknown
beforeAll(async () => {
  stage = await startSuiteFixture()
  before = await stage.table.items()
})
afterAll(() => stage.stop())

const call = callerOf(ordersApi)
let keys = 0
const post = <Body = Problem>(request: HttpCall) =>
  call<Body>('POST', '/orders', {
    ...request,
    headers: { 'idempotency-key': `key-${(keys += 1)}`, ...request.headers },
  })

/** Requests that cannot be parsed. */
const unreadable: readonly { what: string; status: number; code: string; request: HttpCall }[] = [
  ...['{', '{"channel":}', '{"a":1,}', "{'a':1}", 'undefined', '{"a":1}{"b":2}', '\u0000', 'NaN', '﻿{}'].map(
    (raw) => ({ what: JSON.stringify(raw), status: 400, code: 'malformed-json', request: { raw } }),
  ),
  {
    what: 'unclosed lists 10,000 deep',
    status: 400,
    code: 'malformed-json',
    request: { raw: '['.repeat(10_000) },
  },
  {
    what: 'invalid base64',
    status: 400,
    code: 'malformed-json',
    request: { raw: JSON.stringify(order), base64: true },
  },
  {
    what: 'bytes that are not UTF-8',
    status: 400,
    code: 'malformed-json',
    request: { raw: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]).toString('base64'), base64: true },
  },
  {
    what: 'a truncated character in UTF-8',
    status: 400,
    code: 'malformed-json',
    request: { raw: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]).toString('base64'), base64: true },
  },
  ...['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'json', ''].map((type) => ({
    what: `the content type ${JSON.stringify(type)}`,
    status: 415,
    code: 'unsupported-media-type',
    request: { body: order, headers: { 'content-type': type } },
  })),
  {
    what: 'one byte more than the limit',
    status: 413,
    code: 'body-too-large',
    request: { raw: `"${'x'.repeat(maxBodyBytes - 1)}"` },
  },
  {
    what: 'one byte more than the limit, in multi-byte characters',
    status: 413,
    code: 'body-too-large',
    request: { raw: `"${'é'.repeat(maxBodyBytes / 2)}"` },
  },
  {
    what: 'one byte more than the limit, in base64',
    status: 413,
    code: 'body-too-large',
    request: { raw: Buffer.from(`"${'x'.repeat(maxBodyBytes - 1)}"`).toString('base64'), base64: true },
  },
]

describe('an invalid order', () => {
  it.each(nonsense)('is rejected with $what, naming the path $path', async ({ path, body, raw }) => {
    const { status, body: problem } = await post(raw === undefined ? { body } : { raw })
    expect([status, problem.code]).toEqual([400, 'invalid-request'])
    expect(problem.errors?.map((error) => error.path)).toContain(path)
    for (const error of problem.errors ?? []) {
      expect(error).toEqual({
        path: expect.any(String),
        expected: expect.stringMatching(/./),
        received: expect.stringMatching(/./),
      })
    }
    expect(await stage.table.items()).toEqual(before)
  })

  it('is rejected with all invalid fields at once, up to twenty', async () => {
    const lines = Array.from({ length: 30 }, () => ({ ...line, quantity: -1 }))
    const { body } = await post({ body: { ...order, lines } })
    expect(body.errors).toHaveLength(20)
    const [first] = body.errors ?? []
    expect(first).toEqual({ path: 'lines[0].quantity', expected: 'a value of at least 1', received: '-1' })
  })

  it('is rejected without repeating personal data', async () => {
    const secret = 'Joana-Secreta-'.repeat(20)
    const { body } = await post({ body: withCustomer({ name: secret, document: secret, email: [secret] }) })
    expect(body.errors).toHaveLength(3)
    expect(JSON.stringify(body)).not.toContain('Secreta')
    expect(stage.logged.join('')).not.toContain('Secreta')
  })
})

describe('a request that cannot be read', () => {
  it.each(unreadable)('is rejected: $what', async ({ status, code, request }) => {
    const answer = await post(request)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await stage.table.items()).toEqual(before)
  })
})

describe('an unusual request that is a valid order', () => {
  const placed = (request: HttpCall) => post<OrderView>(request)

  it('uses the last of repeated keys', async () => {
    const raw = JSON.stringify(aPlaceOrder()).replace('"quantity":3', '"quantity":8,"quantity":2')
    const { status, body } = await placed({ raw })
    expect([status, body.lines[0]?.quantity]).toEqual([201, 2])
  })

  it('accepts -0 as zero', async () => {
    const raw = JSON.stringify(aPlaceOrder()).replace('"unitPrice":4000', '"unitPrice":-0')
    const { status, body } = await placed({ raw })
    expect([status, body.lines[1]?.unitPrice]).toEqual([201, 0])
  })

  it('may be in base64, with a charset or of another JSON media type', async () => {
    const raw = Buffer.from(JSON.stringify(aPlaceOrder())).toString('base64')
    const types = ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.loja+json']
    for (const type of types) {
      const request = { raw, base64: true, headers: { 'content-type': type } }
      expect([200, 201]).toContain((await placed(request)).status)
    }
  })

  it('stores text normalized and trimmed', async () => {
    const body = aPlaceOrder({ shippingAddress: anAddress({ city: '  Sa\u0303o Paulo ' }) })
    const answer = await placed({ body })
    expect(answer.body.shippingAddress.city).toBe('S\u00e3o Paulo')
  })

  it('may have exactly the largest size', async () => {
    const text = JSON.stringify(aPlaceOrder())
    const raw = text + ' '.repeat(maxBodyBytes - Buffer.byteLength(text))
    expect((await placed({ raw })).status).toBe(201)
  })

  it('may have the maximum number of lines', async () => {
    const lines = Array.from({ length: 200 }, (_, n) => ({
      sku: `SKU-${n}-${'s'.repeat(50)}`,
      title: `${n} ${'título '.repeat(28)}`,
      quantity: 1,
      unitPrice: 100,
      discount: 0,
    }))
    const { status, body } = await placed({ body: aPlaceOrder({ lines }) })
    expect([status, body.lines.length]).toEqual([201, 200])
  })
})
