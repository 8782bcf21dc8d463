import type { IncomingMessage } from 'node:http'
import type { HttpAnswer } from '../../../infra/local/http-api/http-answer.ts'
import { createCors } from '../../../infra/local/http-api/http-cors.ts'

const request = (method: string, headers: Record<string, string>) =>
  ({ method, headers }) as unknown as IncomingMessage
const preflightFrom = (origin: string) =>
  request('OPTIONS', { origin, 'access-control-request-method': 'PUT' })
const answer: HttpAnswer = {
  status: 200,
  headers: { 'access-control-allow-origin': 'http://own', 'x-other': '1' },
  body: '',
}

describe('CORS', () => {
  const cors = createCors({
    AllowOrigins: ['https://console.test', 'http://*'],
    AllowMethods: ['GET', 'PUT'],
    AllowHeaders: ['authorization'],
    ExposeHeaders: ['etag'],
    AllowCredentials: true,
    MaxAge: 60,
  })

  it('answers the preflight of an allowed origin', () => {
    expect(cors.preflight(preflightFrom('https://console.test'))).toEqual({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://console.test',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '60',
      },
      body: '',
    })
    expect(cors.preflight(preflightFrom('http://any.test'))?.headers).toHaveProperty(
      'access-control-allow-origin',
    )
  })

  it('allows nothing to another origin', () => {
    expect(cors.preflight(preflightFrom('https://elsewhere.test'))).toEqual({
      status: 204,
      headers: {},
      body: '',
    })
    const { headers } = cors.dress(request('GET', { origin: 'https://elsewhere.test' }), answer)
    expect(headers).toEqual({ 'x-other': '1' })
  })

  it('replaces the CORS headers of the function', () => {
    const { headers } = cors.dress(request('GET', { origin: 'https://console.test' }), answer)
    expect(headers).toEqual({
      'access-control-allow-origin': 'https://console.test',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'etag',
      'x-other': '1',
    })
  })

  it('passes OPTIONS to the routes when it is not a preflight', () => {
    expect(cors.preflight(request('OPTIONS', { origin: 'https://console.test' }))).toBeUndefined()
  })

  it('changes nothing when the API has no configuration', () => {
    const none = createCors(undefined)
    expect(none.preflight(preflightFrom('https://console.test'))).toBeUndefined()
    expect(none.dress(preflightFrom('https://console.test'), answer)).toBe(answer)
  })

  it('allows any origin with a star', () => {
    const any = createCors({ AllowOrigins: ['*'] })
    expect(any.preflight(preflightFrom('https://x.test'))?.headers).toEqual({
      'access-control-allow-origin': '*',
    })
  })
})
