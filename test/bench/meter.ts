import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { ServiceEndpoints } from '../../infra/local/contracts.ts'
import { openTableBill, type TableBill, type TableCall } from './table-bill.ts'

/** A proxy between the functions and their services; meters table calls, published events and mails. */
export interface Meter {
  readonly table: Readonly<TableBill>
  /** Published events, one for each started 64 KB. */
  readonly events: () => number
  readonly mails: () => number
  /** Starts the proxies; returns the endpoints that the functions use instead of the services. */
  between(services: ServiceEndpoints): Promise<ServiceEndpoints>
  stop(): Promise<void>
}

type OnCall = (call: TableCall) => void

/** Opens a meter; servers start when `between` is called. */
export function openMeter(): Meter {
  const { bill, add } = openTableBill()
  const stops: (() => void)[] = []
  let failure: unknown
  let [events, mails] = [0, 0]

  async function proxy(endpoint: string, seen: OnCall): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      forward(endpoint, incoming)
        .then(({ status, headers, body, call }) => {
          if (status === 200) seen(call)
          outgoing.writeHead(status, headers).end(body)
        })
        .catch((error: unknown) => {
          failure ??= error
          outgoing.destroy()
        })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    stops.push(() => {
      server.close()
      server.closeAllConnections()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  return {
    table: bill,
    events: () => events,
    mails: () => mails,
    async between(services) {
      const dynamodb = await proxy(services.dynamodb, add)
      const busSeen: OnCall = ({ input }) => {
        for (const entry of input['Entries'] as readonly unknown[])
          events += Math.ceil(Buffer.byteLength(JSON.stringify(entry)) / 65_536)
      }
      const bus = await proxy(services.events, busSeen)
      const sesv2 = await proxy(services.sesv2, () => {
        mails += 1
      })
      return { ...services, dynamodb, events: bus, sesv2 }
    },
    async stop() {
      for (const stop of stops) stop()
      if (failure !== undefined) throw failure
    },
  }
}

/** Forwards a call and requests the consumed capacity of table calls. DynamoDB Local ignores signatures. */
async function forward(endpoint: string, incoming: IncomingMessage) {
  const { method = 'GET', url = '/', headers } = incoming
  const sent = await buffer(incoming)
  const target = String(headers['x-amz-target'] ?? '')
  const input = sent.length === 0 ? {} : (JSON.parse(sent.toString('utf8')) as Record<string, unknown>)
  const toTable = target.startsWith('DynamoDB_')
  const request = toTable ? JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }) : sent
  const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...forwarded } = headers
  const response = await fetch(new URL(url, endpoint), {
    method,
    headers: forwarded as Record<string, string>,
    ...(sent.length === 0 ? {} : { body: request }),
  })
  const body = Buffer.from(await response.arrayBuffer())
  const call: TableCall = {
    caller: /Credential=([^/,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? '',
    operation: target.slice(target.indexOf('.') + 1),
    input,
    output: toTable ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {},
  }
  const {
    'content-encoding': _____,
    'transfer-encoding': ______,
    'content-length': _______,
    ...answered
  } = Object.fromEntries(response.headers)
  return {
    status: response.status,
    headers: { ...answered, 'content-length': String(body.length) },
    body,
    call,
  }
}
