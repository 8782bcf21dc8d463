/** Places orders from a child process; see running-suite.ts. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { threeLineOrder } from './three-line-order.ts'

/** Request of the parent: number of orders and how many are in flight. */
export interface PlaceOrders {
  readonly kind: 'place'
  readonly api: string
  readonly token: string
  readonly orders: number
  readonly inFlight: number
}

/** Message of the parent: an order has its result from quality. */
export interface OrderEvaluated {
  readonly kind: 'evaluated'
  readonly orderId: string
}

/** Answer of the child when all orders are evaluated: milliseconds from POST to result for each order. */
export interface OrdersEvaluated {
  readonly milliseconds: readonly number[]
  readonly ids: readonly string[]
}

const evaluated = new Set<string>()
const waiting = new Map<string, () => void>()

function place({ api, token }: PlaceOrders, agent: Agent): Promise<string> {
  const key = randomUUID()
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  }
  return new Promise((resolve, reject) => {
    const call = request(`${api}/orders`, { method: 'POST', agent, headers }, (response) => {
      text(response).then((body) => {
        if (response.statusCode !== 201)
          throw new Error(`POST /orders failed: ${response.statusCode} ${body}`)
        return resolve((JSON.parse(body) as { readonly id: string }).id)
      }, reject)
    })
    call.on('error', reject).end(JSON.stringify(threeLineOrder(`B-${key}`)))
  })
}

/** Resolves when the parent reports the order, possibly before the answer to the POST is read. */
const untilEvaluated = (id: string): Promise<void> =>
  new Promise((resolve) => {
    if (evaluated.has(id)) resolve()
    else waiting.set(id, resolve)
  })

async function run(order: PlaceOrders): Promise<OrdersEvaluated> {
  const [milliseconds, ids]: [number[], string[]] = [[], []]
  // New connections for each run, since the server may close idle ones at any time.
  const agent = new Agent({ keepAlive: true })
  let begun = 0
  const oneAfterAnother = async () => {
    while (begun < order.orders) {
      begun += 1
      const started = performance.now()
      const id = await place(order, agent)
      await untilEvaluated(id)
      milliseconds.push(performance.now() - started)
      ids.push(id)
    }
  }
  await Promise.all(Array.from({ length: order.inFlight }, oneAfterAnother))
  agent.destroy()
  return { milliseconds, ids }
}

process.on('message', (message: PlaceOrders | OrderEvaluated) => {
  if (message.kind === 'evaluated') {
    evaluated.add(message.orderId)
    waiting.get(message.orderId)?.()
    return
  }
  run(message).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error
    },
  )
})
