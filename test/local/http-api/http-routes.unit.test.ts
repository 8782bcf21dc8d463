import { compileRoutes } from '../../../infra/local/http-api/http-routes.ts'

const routes = (...keys: string[]) => compileRoutes(keys.map((key) => ({ key })))

describe('the routes of an HTTP API', () => {
  const all = routes(
    'GET /',
    'GET /orders',
    'ANY /orders',
    'GET /orders/late',
    'GET /orders/{orderId}',
    'DELETE /orders/{orderId}/holds/{code}',
    'ANY /docs/{proxy+}',
    'GET /docs/{page}/raw',
    'GET /{proxy+}',
    '$default',
  )

  it.each([
    ['GET', '/', 'GET /', undefined],
    ['GET', '/orders', 'GET /orders', undefined],
    ['PUT', '/orders', 'ANY /orders', undefined],
    ['GET', '/orders/late', 'GET /orders/late', undefined],
    ['GET', '/orders/ord_1', 'GET /orders/{orderId}', { orderId: 'ord_1' }],
    ['GET', '/orders/a%2Fb%20c', 'GET /orders/{orderId}', { orderId: 'a/b c' }],
    ['DELETE', '/orders/o/holds/h', 'DELETE /orders/{orderId}/holds/{code}', { orderId: 'o', code: 'h' }],
    ['GET', '/docs/a/b', 'ANY /docs/{proxy+}', { proxy: 'a/b' }],
    ['GET', '/docs/a/raw', 'GET /docs/{page}/raw', { page: 'a' }],
    ['POST', '/docs/a/raw', 'ANY /docs/{proxy+}', { proxy: 'a/raw' }],
    ['GET', '/orders/', 'GET /{proxy+}', { proxy: 'orders/' }],
    ['GET', '/orders/o/holds/h', 'GET /{proxy+}', { proxy: 'orders/o/holds/h' }],
    ['POST', '/orders/ord_1', '$default', undefined],
    ['POST', '/elsewhere', '$default', undefined],
  ])('match %s %s to %s', (method, path, key, parameters) => {
    expect(all.match(method, path)).toEqual({ route: { key }, parameters })
  })

  it('match nothing else without a default route', () => {
    const few = routes('GET /orders')
    expect(few.match('GET', '/orders/')).toBeUndefined()
    expect(few.match('POST', '/orders')).toBeUndefined()
    expect(few.match('GET', '/')).toBeUndefined()
  })

  it('accept a variable called __proto__', () => {
    const match = routes('GET /x/{__proto__}').match('GET', '/x/1')
    expect(Object.entries(match!.parameters!)).toEqual([['__proto__', '1']])
  })

  it('reject invalid percent-encoding', () => {
    expect(() => all.match('GET', '/orders/%zz')).toThrow(URIError)
  })

  it('reject invalid or duplicate route keys', () => {
    expect(() => routes('orders')).toThrow('Cannot read the route key orders')
    expect(() => routes('GET /{all+}/more')).toThrow(/Nothing may follow/)
    expect(() => routes('GET /a/{x}', 'GET /a/{y}')).toThrow(/is there twice/)
  })
})
