import type { Facts } from '../../events/quality/facts.ts'
import { passOrder } from '../../functions/orders/holds/order-holds.ts'
import type { Order } from '../../functions/orders/order/order.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import {
  deliverOrder,
  dispatchOrder,
  packOrder,
  payOrder,
} from '../../functions/orders/progress/order-progress.ts'
import { dispatchDeadline } from '../../functions/quality/checks/dispatch/dispatch-deadline.ts'
import { evaluateCheck } from '../../functions/quality/checks/run-checks.ts'
import { latestRelease, minutesOfWork } from '../../shared/calendar.ts'
import { contentHash } from '../../shared/content-hash.ts'
import type { OlistSale } from './olist-sale.ts'

/** The deadline check's results for an order during the replay. */
export interface Replayed {
  readonly sale: OlistSale
  readonly order: Order
  /** When it was first reported, and for which deadline; undefined when never. */
  readonly named: { readonly at: string; readonly deadline: 'dispatchBy' | 'deliverBy' } | undefined
}

/** Orders that a store must have dispatched before its handling time counts as known. */
const fewestDispatches = 20

type Step = 'placed' | 'approved' | 'dispatched' | 'delivered' | 'clock'

interface Moment {
  readonly at: string
  readonly sale: OlistSale
  readonly step: Step
}

/**
 * Replays all sales in the order of time: each order is placed, paid, passed, dispatched and delivered when it was, and
 * checked then, and again when one of its deadlines goes by. Each store learns from the orders that it has dispatched by
 * then how long 90 % of them take; before it has dispatched twenty it is taken to need no time.
 */
export function replay(sales: readonly OlistSale[]): Replayed[] {
  const orders = new Map<OlistSale, Replayed>()
  const stores = new Map<string, number[]>()
  for (const { at, sale, step } of momentsOf(sales)) {
    const { order: before, named } = orders.get(sale) ?? { named: undefined, order: placed(sale) }
    const handled = stores.get(sale.seller) ?? []
    stores.set(sale.seller, handled)
    const facts = factsOf(sale, handled)
    const order = stepOf(before, step, at)
    if (step === 'dispatched') handled.push(minutesOfWork(before.pass?.at ?? at, at, facts))
    orders.set(sale, { sale, order, named: named ?? inspect(order, facts, at) })
  }
  return [...orders.values()]
}

function inspect(order: Order, facts: Facts, now: string): Replayed['named'] {
  const [result] = evaluateCheck(dispatchDeadline, order, { now, facts })
  const field = result?.evidence[0]?.field
  return field === undefined ? undefined : { at: now, deadline: field === 'dispatchBy' ? field : 'deliverBy' }
}

const placed = ({ command, seller, placedAt }: OlistSale): Order =>
  placeOrder(command, seller.slice(0, 40), placedAt).next

function stepOf(order: Order, step: Step, at: string): Order {
  switch (step) {
    case 'approved': {
      const paid = payOrder(order, {}, at).next
      return passOrder(paid, { contentVersion: paid.contentVersion, contentHash: contentHash(paid) }, at).next
    }
    case 'dispatched':
      return dispatchOrder(packOrder(order, at).next, {}, at).next
    case 'delivered':
      return deliverOrder(order, at).next
    case 'placed':
    case 'clock':
      return order
  }
}

function factsOf({ sellerUf }: OlistSale, handled: readonly number[]): Facts {
  const ninetieth = handled.toSorted((a, b) => a - b)[Math.ceil(handled.length * 0.9) - 1] ?? 0
  return {
    handlingP90Minutes: handled.length < fewestDispatches ? 0 : Math.ceil(ninetieth),
    ...(sellerUf === undefined ? {} : { warehouseUf: sellerUf }),
  }
}

const order: readonly Step[] = ['placed', 'approved', 'dispatched', 'delivered', 'clock']

/** All steps in order of time; a sale's own steps keep their order where the data crosses them. */
function momentsOf(sales: readonly OlistSale[]): Moment[] {
  return sales
    .flatMap((sale) => {
      const steps = stepsOf(sale)
      const deadlines = [sale.command.dispatchBy, sale.command.deliverBy, latestRelease(sale.command, {})]
      const clock = deadlines
        .filter((deadline) => deadline !== undefined && deadline > sale.placedAt)
        .map((deadline): Moment => ({ at: justAfter(deadline ?? ''), sale, step: 'clock' }))
      return [...steps, ...clock]
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : order.indexOf(a.step) - order.indexOf(b.step)))
}

function stepsOf(sale: OlistSale): Moment[] {
  const { placedAt, deliveredAt } = sale
  const dispatchedAt = sale.dispatchedAt ?? deliveredAt
  const approvedAt = sale.approvedAt ?? dispatchedAt
  let last = ''
  const moments: Moment[] = []
  for (const [step, at] of [
    ['placed', placedAt],
    ['approved', approvedAt],
    ['dispatched', dispatchedAt],
    ['delivered', deliveredAt],
  ] as const) {
    if (at === undefined) continue
    last = at > last ? at : last
    moments.push({ at: last, sale, step })
  }
  return moments
}

const justAfter = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString()
