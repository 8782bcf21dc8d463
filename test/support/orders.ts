import type { Address } from '../../events/orders/order-schema.ts'
import { passOrder, type QualityPass } from '../../functions/orders/holds/order-holds.ts'
import type { Order, OrderDecision, OrderIn, OrderStatus } from '../../functions/orders/order/order.ts'
import { type PlaceOrder, placeOrder } from '../../functions/orders/order/place-order.ts'
import {
  cancelOrder,
  deliverOrder,
  dispatchOrder,
  packOrder,
  payOrder,
  returnOrder,
} from '../../functions/orders/progress/order-progress.ts'
import { contentHash } from '../../shared/content-hash.ts'
import { cpfOf } from '../quality/checks/samples/documents.ts'
import { storeA } from './http.ts'

export const fixedNow = '2026-11-24T12:00:00.000Z'
/** A time this many minutes after `fixedNow`. */
export const later = (minutes: number): string =>
  new Date(Date.parse(fixedNow) + minutes * 60_000).toISOString()

/** A valid address in São Paulo that passes every check. */
export const anAddress = (changes: Partial<Address> = {}): Address => ({
  recipient: 'Joana Prado',
  street: 'Rua das Acácias',
  number: '210',
  complement: 'casa 2',
  district: 'Vila Nova',
  city: 'São Paulo',
  uf: 'SP',
  cep: '04567-010',
  ibgeCode: '3550308',
  phone: '+5511912345678',
  ...changes,
})

let orders = 0

/** A canonical order command that passes every check, each with a new external id. */
export function aPlaceOrder(changes: Partial<PlaceOrder> = {}): PlaceOrder {
  orders += 1
  return {
    channel: 'loja-propria',
    externalId: `V-${orders}`,
    customer: {
      name: 'Joana Prado',
      email: 'joana.prado@example.com',
      phone: '+5511912345678',
      document: '111.444.777-35',
    },
    shippingAddress: anAddress(),
    lines: [
      { sku: 'VELA-01', title: 'Vela de cera', quantity: 3, unitPrice: 2500, discount: 500, ncm: '34060000' },
      { sku: 'PRATO-7', title: 'Prato fundo', quantity: 1, unitPrice: 4000, discount: 0, weightGrams: 620 },
    ],
    currency: 'BRL',
    totals: { discount: 1000, freight: 1800, fees: 200, total: 12_000 },
    payment: { status: 'pending', method: 'pix', approvedAmount: 0, refundedAmount: 0 },
    placedAt: fixedNow,
    dispatchBy: '2026-11-26T21:00:00.000Z',
    deliverBy: '2026-12-01T21:00:00.000Z',
    ...changes,
  }
}

let customers = 0

/** A new customer, since many orders of one customer in a day are held. */
export function anotherCustomer(): PlaceOrder['customer'] {
  customers += 1
  const document = cpfOf(String(customers).padStart(9, '0'))
  return { name: 'Joana Prado', email: 'joana.prado@example.com', phone: '+5511912345678', document }
}

/** A newly placed order. */
export const anOrder = (changes: Partial<OrderIn<'placed'>> = {}): Order => ({
  ...placeOrder(aPlaceOrder(), storeA.store, fixedNow).next,
  ...(changes as Partial<Order & { status: 'placed' }>),
})

/** A decision about an order. */
export type Step = (order: Order) => OrderDecision

/** The pass of quality for the current content of an order. */
export const passOf = (order: Order): QualityPass => ({
  contentVersion: order.contentVersion,
  contentHash: contentHash(order),
})

/** The order after the given decisions in sequence. */
export const after = (order: Order, ...steps: readonly Step[]): Order =>
  steps.reduce((state, step) => step(state).next, order)

export const paid: Step = (order) => payOrder(order, {}, fixedNow)
export const passed: Step = (order) => passOrder(order, passOf(order), fixedNow)
export const packed: Step = (order) => packOrder(order, fixedNow)
export const dispatched: Step = (order) => dispatchOrder(order, {}, fixedNow)
export const delivered: Step = (order) => deliverOrder(order, fixedNow)
const returned: Step = (order) => returnOrder(order, 'came back', fixedNow)
export const cancelled: Step = (order) => cancelOrder(order, 'given up', fixedNow)

const stepsTo: Record<OrderStatus, readonly Step[]> = {
  placed: [],
  packed: [paid, passed, packed],
  dispatched: [paid, passed, packed, dispatched],
  delivered: [paid, passed, packed, dispatched, delivered],
  returned: [paid, passed, packed, dispatched, delivered, returned],
  cancelled: [cancelled],
}

/** An order in a status, reached by the decisions that lead there. */
export const anOrderThatIs = (status: OrderStatus): Order => after(anOrder(), ...stepsTo[status])
