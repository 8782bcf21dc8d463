import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callReceiver } from '../../../functions/channels/webhooks/receiver.client.ts'

let answer: (response: ServerResponse) => void
const server = createServer((request, response) => {
  request.resume().once('end', () => answer(response))
})
let url: string
beforeAll(async () => {
  process.env['LOOPBACK_RECEIVERS'] = 'allowed'
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(
  () =>
    new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    }),
)

const call = (patience?: number) => callReceiver(url, { 'webhook-id': 'msg_1' }, '{}', patience)

describe('a call of a receiver', () => {
  it.each([200, 201, 204, 299])('is delivered with %i', async (status) => {
    answer = (response) => void response.writeHead(status).end('thanks')
    expect(await call()).toMatchObject({ delivered: true, status })
  })

  it.each([300, 301, 307, 308, 400, 404, 410, 429, 500, 503])('is rejected with %i', async (status) => {
    let calls = 0
    answer = (response) => {
      calls += 1
      response.writeHead(status, { location: url }).end()
    }
    expect(await call()).toMatchObject({ delivered: false, failure: 'refused', status })
    expect(calls).toBe(1)
  })

  it('times out without a response', async () => {
    answer = () => {}
    expect(await call(60)).toMatchObject({ delivered: false, failure: 'timeout' })
  })

  it('times out while the headers drip', async () => {
    answer = (response) => void response.socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ')
    expect(await call(60)).toMatchObject({ delivered: false, failure: 'timeout' })
  })

  it('uses the status although the body does not end', async () => {
    answer = (response) => void response.writeHead(200).write('a beginning')
    expect(await call(60)).toMatchObject({ delivered: true, status: 200 })
    answer = (response) => void response.writeHead(200).end('x'.repeat(1_000_000))
    expect(await call()).toMatchObject({ delivered: true, status: 200 })
  })

  it('rejects private addresses, written or looked up', async () => {
    const { port } = new URL(url)
    let calls = 0
    answer = (response) => {
      calls += 1
      response.end()
    }
    for (const target of [
      `https://localhost:${port}/`,
      `http://localhost:${port}/`,
      `https://[::1]:${port}/`,
    ])
      expect(await callReceiver(target, {}, '{}')).toMatchObject({
        delivered: false,
        failure: 'address-not-public',
      })
    expect(calls).toBe(0)
  })

  it('reports that no connection was made', async () => {
    const spare = createServer()
    await new Promise<void>((listening) => spare.listen(0, '127.0.0.1', listening))
    const { port } = spare.address() as AddressInfo
    await new Promise<void>((closed) => spare.close(() => closed()))
    expect(await callReceiver(`http://127.0.0.1:${port}/`, {}, '{}')).toMatchObject({
      failure: 'not-reached',
    })
  })
})
