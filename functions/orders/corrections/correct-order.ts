import { orderChanged } from '../../../events/orders/order-events.ts'
import type { Address, Customer, Line, Totals } from '../../../events/orders/order-schema.ts'
import type { Happened } from '../../../shared/decision.ts'
import {
  illegalTransition,
  isOpen,
  nextVersion,
  noChange,
  type Order,
  type OrderDecision,
} from '../order/order.ts'

/** `null` removes a field; a field that is left out stays (RFC 7396, JSON merge patch). */
type Patch<T> = { readonly [K in keyof T]?: T[K] | null | undefined }

/** A correction of an order's content. Lines are replaced as a whole, the rest field by field. */
export interface Correction {
  readonly customer?: Patch<Customer> | undefined
  readonly shippingAddress?: Patch<Address> | undefined
  readonly billingAddress?: Patch<Address> | null | undefined
  readonly lines?: Line[] | undefined
  readonly totals?: Patch<Totals> | undefined
  readonly dispatchBy?: string | null | undefined
  readonly deliverBy?: string | null | undefined
}

/**
 * Corrects an order that was not dispatched: a new content, which is checked again. Changing lines after packing undoes
 * the packing. A correction that changes nothing makes no new version.
 */
export function correctOrder(order: Order, correction: Correction, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'correct', ['placed', 'packed'])
  return followContent(order, correction, now)
}

/** Applies a channel's content to an order in any status: it is what the customer bought. */
export const followContent = (order: Order, correction: Correction, now: string): OrderDecision =>
  changeContent(order, apply(order, correction), now, orderChanged.happened)

interface ContentChange {
  /** Paths of the fields that differ. */
  readonly fields: string[]
  /** Lines changed after packing: the order must be packed again. */
  readonly repack: boolean
}

/** A new content of an order; `eventOf` makes its event. No new version when nothing differs. */
export function changeContent(
  order: Order,
  changed: Order,
  now: string,
  eventOf: (change: ContentChange) => Happened,
): OrderDecision {
  const fields = differences(order, changed)
  if (fields.length === 0) return noChange(order)
  const repack = order.status === 'packed' && fields.some((field) => field.startsWith('lines'))
  const content = { ...(repack ? unpacked(changed) : changed), contentVersion: order.version + 1 }
  return nextVersion(content, now, [eventOf({ fields, repack })])
}

function apply(order: Order, correction: Correction): Order {
  const corrected: Order = {
    ...order,
    customer: merged(order.customer, correction.customer),
    shippingAddress: merged(order.shippingAddress, correction.shippingAddress),
    totals: merged(order.totals, correction.totals),
    lines: correction.lines ?? order.lines,
  }
  if (correction.billingAddress === null) delete corrected.billingAddress
  else if (correction.billingAddress !== undefined) {
    corrected.billingAddress = merged(order.billingAddress ?? {}, correction.billingAddress)
  }
  for (const deadline of ['dispatchBy', 'deliverBy'] as const) {
    const given = correction[deadline]
    if (given === null) delete corrected[deadline]
    else if (given !== undefined) corrected[deadline] = given
  }
  return corrected
}

function merged<T extends object>(current: T, patch: Patch<T> | undefined): T {
  const entries = Object.entries({ ...current, ...patch }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return Object.fromEntries(entries) as T
}

function unpacked(order: Order): Order {
  if (order.status !== 'packed') return order
  const { packedAt: _, ...rest } = order
  return { ...rest, status: 'placed' }
}

const parts = ['customer', 'shippingAddress', 'billingAddress', 'totals'] as const

/** Paths of the fields in which two versions of an order's content differ. */
function differences(before: Order, after: Order): string[] {
  const inside = parts.flatMap((part) => {
    const [old, now] = [fieldsOf(before[part]), fieldsOf(after[part])]
    const names = new Set([...Object.keys(old), ...Object.keys(now)])
    return [...names].filter((name) => old[name] !== now[name]).map((name) => `${part}.${name}`)
  })
  const whole = (['lines', 'dispatchBy', 'deliverBy'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return [...inside, ...whole]
}

const fieldsOf = (part: object | undefined): Record<string, unknown> => ({ ...part })
