import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { pipeline } from 'node:stream'

/** A local proxy to a host name that only the emulator resolves. */
export interface Front {
  readonly url: string
  close(): Promise<void>
}

/** Starts a proxy that sends requests to the emulator with the given Host header. */
export async function frontOf(endpoint: string, host: string): Promise<Front> {
  const { hostname, port } = new URL(endpoint)
  const server = createServer((incoming, answer) => {
    const outgoing = request(
      { hostname, port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host } },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers)
        pipeline(reply, answer, () => {})
      },
    )
    outgoing.once('error', () => answer.destroy())
    pipeline(incoming, outgoing, () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('Server has no address.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
