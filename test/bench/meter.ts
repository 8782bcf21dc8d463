import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { ServiceEndpoints } from '../../infra/local/contracts.ts'
import { openTableBill, type TableBill, type TableCall } from './table-bill.ts'

/** A meter between the functions and two services: it sees what they ask of the table and put on the bus. */
export interface Meter {
  readonly table: Readonly<TableBill>
  /** Events put on the bus, each 64 KB begun. */
  readonly events: () => number
  readonly mails: () => number
  /** To be handed to the functions instead of the services themselves. */
  between(services: ServiceEndpoints): Promise<ServiceEndpoints>
  stop(): Promise<void>
}

type Snapshot = (call: TableCall) => void

/** Starts no server before `between` is called. */
export function openMeter(): Meter {
  const { bill, add } = openTableBill()
  const stops: (() => void)[] = []
  let failure: unknown
  let [events, mails] = [0, 0]

  async function stand(endpoint: string, seen: Snapshot): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      pass(endpoint, incoming)
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
      const dynamodb = await stand(services.dynamodb, add)
      const busSeen: Snapshot = ({ input }) => {
        for (const entry of input['Entries'] as readonly unknown[])
          events += Math.ceil(Buffer.byteLength(JSON.stringify(entry)) / 65_536)
      }
      const bus = await stand(services.events, busSeen)
      const sesv2 = await stand(services.sesv2, () => {
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

/** Hands a call on; one to the table is also asked what it consumed. DynamoDB Local does not look at signatures. */
async function pass(endpoint: string, incoming: IncomingMessage) {
  const { method = 'GET', url = '/', headers } = incoming
  const sent = await buffer(incoming)
  const target = String(headers['x-amz-target'] ?? '')
  const input = sent.length === 0 ? {} : (JSON.parse(sent.toString('utf8')) as Record<string, unknown>)
  const toTable = target.startsWith('DynamoDB_')
  const asked = toTable ? JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }) : sent
  const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...kept } = headers
  const response = await fetch(new URL(url, endpoint), {
    method,
    headers: kept as Record<string, string>,
    ...(sent.length === 0 ? {} : { body: asked }),
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
