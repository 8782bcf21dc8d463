import * as z from 'zod/mini'
import { cents, currency, instant, slug, text } from '../../../events/fields.ts'
import {
  Address,
  Customer,
  Line,
  OrderSnapshot,
  orderStatuses,
  Payment,
  Totals,
} from '../../../events/orders/order-schema.ts'
import { blockers, isHeld, isPassed, type Order, openHolds } from './order.ts'

/** The canonical order as a storefront posts it. Totals that do not add up are accepted, and a check holds the order. */
export const PlaceOrderRequest = z.strictObject({
  channel: slug,
  externalId: text(100),
  customer: Customer,
  shippingAddress: Address,
  billingAddress: z.optional(Address),
  lines: z.array(Line).check(z.minLength(1), z.maxLength(200)),
  currency: z._default(currency, 'BRL'),
  totals: Totals,
  payment: z._default(Payment, { status: 'pending', approvedAmount: 0, refundedAmount: 0 }),
  placedAt: z.optional(instant),
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
})

const patchOf = <S extends z.core.$ZodLooseShape>(schema: z.ZodMiniObject<S, z.core.$strict>) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, z.optional(z.nullable(field))]),
    ) as {
      [K in keyof S]: z.ZodMiniOptional<z.ZodMiniNullable<S[K]>>
    },
  )

const AddressPatch = patchOf(Address)

/** A correction: a field left out stays, `null` removes an optional field, lines are replaced as a whole. */
export const CorrectOrderRequest = z.strictObject({
  customer: z.optional(
    // The only mandatory part of a customer: it may change, but not be removed.
    z.strictObject({ ...patchOf(Customer).shape, name: z.optional(Customer.shape.name) }),
  ),
  shippingAddress: z.optional(AddressPatch),
  billingAddress: z.optional(z.nullable(AddressPatch)),
  lines: z.optional(z.array(Line).check(z.minLength(1), z.maxLength(200))),
  totals: z.optional(
    z.strictObject({
      discount: z.optional(cents),
      freight: z.optional(cents),
      fees: z.optional(cents),
      total: z.optional(cents),
    }),
  ),
  dispatchBy: z.optional(z.nullable(instant)),
  deliverBy: z.optional(z.nullable(instant)),
})

const holdCode = z
  .string()
  .check(z.maxLength(60), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'))

export const PlaceHoldRequest = z.strictObject({ code: holdCode, reason: text(300) })
export const PayOrderRequest = z.strictObject({
  amount: z.optional(cents.check(z.gte(1))),
  method: z.optional(text(40)),
  reference: z.optional(text(120)),
  paidAt: z.optional(instant),
})
export const DispatchOrderRequest = z.strictObject({
  carrier: z.optional(text(60)),
  trackingCode: z.optional(text(60)),
})
export const ReasonRequest = z.strictObject({ reason: text(300) })
export const EmptyRequest = z.strictObject({})

export const OrderPath = z.strictObject({ orderId: text(64) })
export const CorrectionPath = z.strictObject({ orderId: text(64), correctionId: text(64) })
export const HoldPath = z.strictObject({ orderId: text(64), code: holdCode })

export const ListOrdersQuery = z.strictObject({
  status: z.optional(z.enum(orderStatuses)),
  held: z.optional(z.enum(['true', 'false'])),
  /** Only orders to be dispatched before this time. */
  dueBefore: z.optional(instant),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** The order as the API returns it: its state and what derives from it. */
export const OrderView = z.intersection(
  OrderSnapshot,
  z.object({
    /** `checking` until quality evaluated this content; then `passed`, or `held` while an issue or a defect holds it. */
    quality: z.enum(['checking', 'passed', 'held']),
    held: z.boolean(),
    /** What prevents dispatch: `not-paid`, `not-passed`, `hold:<code>`. */
    blockers: z.array(z.string()),
  }),
)
export type OrderView = z.infer<typeof OrderView>

export const OrderList = z.object({ items: z.array(OrderView), nextCursor: z.optional(z.string()) })

export const OrderHistory = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      version: z.int(),
      occurredAt: instant,
      actor: z.object({ type: z.string(), id: z.string() }),
      data: z.record(z.string(), z.unknown()),
      snapshot: z.record(z.string(), z.unknown()),
      /** Data and snapshot were erased with the personal data of the order: both are empty. */
      erased: z.optional(z.boolean()),
    }),
  ),
  /** Versions without events although later ones have some: none, unless events were lost. */
  missingVersions: z.array(z.int()),
  nextCursor: z.optional(z.string()),
})

export function toOrderView(order: Order): OrderView {
  const heldByQuality = openHolds(order).some(
    ({ issueId, defectId }) => issueId !== undefined || defectId !== undefined,
  )
  const quality = heldByQuality ? 'held' : isPassed(order) ? 'passed' : 'checking'
  return { ...order, quality, held: isHeld(order), blockers: blockers(order) }
}
