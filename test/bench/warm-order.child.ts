/** Measures a warm `POST /orders` in a child process; see warm-order.ts. Argument: folder of the bundle. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  type AttributeValue,
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb'
import { type HttpCall, httpEvent, storeA } from '../support/http.ts'
import { median } from './figure.ts'
import { type StubbedCall, stubNetwork } from './stubbed-network.ts'
import { threeLineOrder } from './three-line-order.ts'

/** Result of the child. */
export interface WarmOrder {
  /** Handler time over bare call time, median of the rounds. */
  readonly ratio: number
  readonly handlerMicroseconds: number
  readonly bareMicroseconds: number
  /** Table calls in one request with a cached principal binding. */
  readonly tableCalls: number
  /** Actions of the transaction. */
  readonly actions: number
}

const rounds = 40
const callsPerRound = 50
const warmUpCalls = 1000

/** The principal binding is the only item that the request reads. */
const binding = {
  pk: { S: `PRINCIPAL#${storeA.client}` },
  sk: { S: 'PRINCIPAL' },
  stores: { L: [{ S: storeA.store }] },
}

const calls = stubNetwork(({ operation }) => (operation === 'GetItem' ? { Item: binding } : {}))
// Loaded after the stub, since the bundle may cache the client.
const bundle = createRequire(import.meta.url)(join(process.argv[2] ?? '', 'index.js')) as {
  readonly handler: (event: unknown, context: object) => Promise<{ statusCode: number; body: string }>
}

let placed = 0

async function placeOrder(): Promise<void> {
  placed += 1
  const call: HttpCall = {
    headers: { 'idempotency-key': `bench-${placed}` },
    body: threeLineOrder(`W-${placed}`),
  }
  const answer = await bundle.handler(httpEvent('POST', '/orders', call), { awsRequestId: `bench-${placed}` })
  if (answer.statusCode !== 201) throw new Error(`POST /orders failed: ${answer.statusCode} ${answer.body}`)
}

/** The transaction that a handler sent, as input for the SDK. */
function transactionOf({ body }: StubbedCall): TransactWriteItemsCommandInput {
  return JSON.parse(body, (_, value: unknown) => {
    const binary = (value as { readonly B?: unknown } | null)?.B
    return typeof binary === 'string'
      ? ({ B: Buffer.from(binary, 'base64') } satisfies AttributeValue)
      : value
  }) as TransactWriteItemsCommandInput
}

async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  for (let n = 0; n < callsPerRound; n += 1) await call()
  calls.length = 0
  return ((performance.now() - started) * 1000) / callsPerRound
}

await placeOrder()
calls.length = 0
await placeOrder()
const [sent] = calls.filter(({ operation }) => operation === 'TransactWriteItems')
if (sent === undefined) throw new Error('The placed order was not written by a transaction.')
const tableCalls = calls.length
const input = transactionOf(sent)
const client = new DynamoDBClient({
  maxAttempts: 4,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
})
const bareCall = () => client.send(new TransactWriteItemsCommand(input))

for (let n = 0; n < warmUpCalls; n += callsPerRound) {
  await microseconds(placeOrder)
  await microseconds(bareCall)
}
const samples: { readonly handler: number; readonly bare: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  const handler = await microseconds(placeOrder)
  samples.push({ handler, bare: await microseconds(bareCall) })
}
process.send?.({
  ratio: median(samples.map(({ handler, bare }) => handler / bare)),
  handlerMicroseconds: median(samples.map(({ handler }) => handler)),
  bareMicroseconds: median(samples.map(({ bare }) => bare)),
  tableCalls,
  actions: input.TransactItems?.length ?? 0,
} satisfies WarmOrder)
