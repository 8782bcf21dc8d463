import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Invocation } from '../../infra/local/lambda/function-pool.ts'
import { bindSampleClients, tokenFor } from '../../infra/start/sample-clients.ts'
import { type SuiteCloud, type SuiteCloudOptions, startSuiteCloud } from '../../infra/start/suite-cloud.ts'
import type { OrderEvaluated, OrdersEvaluated, PlaceOrders } from './order-generator.child.ts'

/** Results of orders that ran through the suite, up to the last mail and history entry. */
export interface OrderLoad extends OrdersEvaluated {
  /** From the first placed order until the suite is idle. */
  readonly seconds: number
  readonly invocations: readonly Invocation[]
  /** Log lines of functions and API, as CloudWatch would ingest them. */
  readonly logKilobytes: number
}

/** The suite on a local cloud, with an order generator. */
export interface RunningSuite {
  readonly cloud: SuiteCloud
  runOrders(orders: number, inFlight: number): Promise<OrderLoad>
  stop(): Promise<void>
}

/** Bytes that CloudWatch adds to each line. */
const bytesOfLine = 26

/** Starts the suite; the sample store `loja-azul` accepts orders at once. */
export async function startSuite(options: SuiteCloudOptions): Promise<RunningSuite> {
  let invocations: Invocation[] = []
  const generator = fork(join(import.meta.dirname, 'order-generator.child.ts'), { execArgv: [] })
  const cloud = await startSuiteCloud({
    ...options,
    onInvocation: (invocation) => {
      invocations.push(invocation)
      if (invocation.functionName !== 'orders-inbox' || !invocation.ok) return
      for (const orderId of ordersIn(invocation))
        generator.send({ kind: 'evaluated', orderId } satisfies OrderEvaluated)
    },
  })
  await bindSampleClients(cloud)
  const client = cloud.identity.clients[0]
  if (client === undefined) throw new Error('No sample client exists.')
  const token = await tokenFor(cloud.endpoints.token, client)

  async function runOrders(orders: number, inFlight: number): Promise<OrderLoad> {
    invocations = []
    const firstLine = cloud.logs.lines.length
    const started = performance.now()
    generator.send({ kind: 'place', api: cloud.endpoints.api, token, orders, inFlight } satisfies PlaceOrders)
    const [result] = (await Promise.race([
      once(generator, 'message'),
      once(generator, 'exit').then(() => []),
    ])) as [OrdersEvaluated?]
    if (result === undefined) throw new Error('The order generator ended without a result.')
    await cloud.idle()
    const seconds = (performance.now() - started) / 1000
    const lines = cloud.logs.lines.slice(firstLine)
    const logBytes = lines.reduce((sum, { line }) => sum + Buffer.byteLength(line) + bytesOfLine, 0)
    return { ...result, seconds, invocations, logKilobytes: logBytes / 1024 }
  }

  return {
    cloud,
    runOrders,
    async stop() {
      generator.kill()
      await cloud.stop()
    },
  }
}

/** Orders that a batch of orders-inbox has passed or held. */
function ordersIn({ event }: Invocation): string[] {
  const { Records } = JSON.parse(event) as { readonly Records: readonly { readonly body: string }[] }
  return Records.flatMap(({ body }) => {
    const { 'detail-type': type, detail } = JSON.parse(body) as {
      readonly 'detail-type': string
      readonly detail: { readonly data: { readonly orderId: string } }
    }
    return type === 'quality.order-passed' || type === 'quality.issue-opened' ? [detail.data.orderId] : []
  })
}
