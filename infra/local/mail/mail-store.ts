import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { Worker } from 'node:worker_threads'

/** Response of the store. */
export interface StoreAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

type Forward = (call: {
  method?: string
  url?: string
  headers?: IncomingHttpHeaders
  body?: Buffer
}) => Promise<StoreAnswer>

/** The store of sent mails, with its web page. */
interface MailStore {
  readonly forward: Forward
  readonly stop: () => Promise<void>
}

/** Starts aws-ses-v2-local, which stores and shows mails. */
export async function startMailStore(): Promise<MailStore> {
  const worker = new Worker(new URL('./mail-viewer-worker.ts', import.meta.url))
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  const agent = new Agent({ keepAlive: true })
  const forward: Forward = ({ method = 'GET', url = '/', headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const { 'transfer-encoding': _chunked, connection: _hop, ...kept } = headers
      const call = request(
        {
          host: '127.0.0.1',
          port,
          agent,
          method,
          path: url,
          headers: { ...kept, 'content-length': body?.length ?? 0 },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const { 'transfer-encoding': _encoding, connection: _connection, ...rest } = response.headers
            resolve({ status: response.statusCode ?? 502, headers: rest, body: Buffer.concat(chunks) })
          })
        },
      )
      call.on('error', (failure) => {
        // The store closed an idle connection just as it was reused; a read can be repeated.
        if (call.reusedSocket && method === 'GET') forward({ method, url, headers }).then(resolve, reject)
        else reject(failure)
      })
      call.end(body)
    })
  return {
    forward,
    stop: async () => {
      agent.destroy()
      await worker.terminate()
    },
  }
}
