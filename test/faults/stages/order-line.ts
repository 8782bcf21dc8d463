import * as ordersApi from '../../../functions/orders/api.ts'
import { reactions as orderReactions, handler as ordersInbox } from '../../../functions/orders/inbox.ts'
import type { OrderView } from '../../../functions/orders/order/order-requests.ts'
import { handler as qualityInbox, reactions as qualityReactions } from '../../../functions/quality/inbox.ts'
import { type SampleOrder, sampleDefects, validOrder } from '../../../infra/start/sample-orders.ts'
import { callerOf } from '../../support/http.ts'
import { busMessage, deliver } from '../../support/inbox.ts'
import { anotherCustomer } from '../../support/orders.ts'
import { shuffled } from '../table/draw.ts'
import { type BusMessage, type Image, type Inbox, messagesOf, watchTable } from './messages.ts'

const inboxes: readonly Inbox[] = [
  [ordersInbox, orderReactions],
  [qualityInbox, qualityReactions],
]

/** Orders and quality on one table, with what its stream and the bus would bring from one to the other. */
export interface OrderPipeline {
  /** An order of a customer of its own; with a wrong CPF, if it is to be held. */
  order(wrong: boolean): SampleOrder
  place(order: SampleOrder): Promise<OrderView>
  /** Gives an order its right CPF. */
  correct(id: string, order: SampleOrder): Promise<void>
  show(id: string): Promise<OrderView>
  /** New versions since the last time. */
  take(): Image[]
  /** What the bus makes of them. */
  messagesOf(images: readonly Image[]): BusMessage[]
  /** Hands messages to their inboxes, a batch for each in this order, each so often as it stands there; none may fail. */
  handle(messages: readonly BusMessage[]): Promise<void>
  stop(): void
}

export function openOrderPipeline(): OrderPipeline {
  const watched = watchTable()
  const call = callerOf(ordersApi)
  let orders = 0
  return {
    order(wrong) {
      orders += 1
      const right = {
        ...validOrder(3, new Date()),
        externalId: `LINE-${orders}`,
        customer: anotherCustomer(),
      }
      return wrong ? (sampleDefects['cpf']?.(right) ?? right) : right
    },
    async place(order) {
      const headers = { 'idempotency-key': `line-${order.externalId}` }
      return (await call<OrderView>('POST', '/orders', { body: order, headers })).body
    },
    async correct(id) {
      const body = { customer: { document: anotherCustomer().document } }
      const { status } = await call('PATCH', `/orders/${id}`, { body, headers: { 'if-match': '*' } })
      expect(status).toBe(200)
    },
    show: async (id) => (await call<OrderView>('GET', `/orders/${id}`)).body,
    take: watched.take,
    messagesOf: (images) => images.flatMap((image) => messagesOf(image, inboxes)),
    async handle(messages) {
      for (const [inbox] of inboxes) {
        const bodies = messages
          .filter((one) => one.inbox === inbox)
          .map(({ event, slice }) => busMessage(event, slice))
        if (bodies.length > 0) expect(await deliver(inbox, bodies)).toEqual([])
      }
    },
    stop: watched.stop,
  }
}

/** How messages are brought: each so often, in an order of its own each time. */
export interface DeliveryOrder {
  readonly seed: number
  /** How often a message comes in all. */
  readonly times: (message: BusMessage) => number
  /** Whether newer messages may overtake older ones. */
  readonly shuffle: boolean
}

/** Brings all that is written, and all that follows from it, until nothing more does; gives every version written. */
export async function deliverAll(line: OrderPipeline, { seed, times, shuffle }: DeliveryOrder) {
  const images: Image[] = []
  let heard = 0
  for (let round = 0; ; round += 1) {
    const fresh = line.take()
    images.push(...fresh)
    const messages = line
      .messagesOf(fresh)
      .flatMap((message) => Array.from({ length: times(message) }, () => message))
    if (messages.length === 0) return { images, heard }
    heard += messages.length
    await line.handle(shuffle ? shuffled(messages, seed, round) : messages)
  }
}

/** Partition keys of what was written, each once. */
export const partitionsOf = (images: readonly Image[]): string[] => [
  ...new Set(images.map(({ pk }) => pk?.S ?? '')),
]
