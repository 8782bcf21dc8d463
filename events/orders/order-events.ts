import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, text, version } from '../fields.ts'
import { OrderCorrection, OrderSnapshot } from './order-schema.ts'

const nothingMore = z.object({})

const orderEvent = <
  const Type extends `order.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'orders', aggregate: 'order', summary, data, snapshot: OrderSnapshot })

export const orderPlaced = orderEvent(
  'order.placed',
  'An order came in from a storefront or a marketplace.',
  nothingMore,
)

export const orderChanged = orderEvent(
  'order.changed',
  'What the order says was corrected; it will be checked again.',
  z.object({
    /** Fields that differ from the version before, such as `customer.document`. */
    fields: z.array(z.string()),
    /** The lines changed after packing: it must be packed again. */
    repack: z.boolean(),
  }),
)

export const orderCorrected = orderEvent(
  'order.corrected',
  'A value was corrected of which a check was certain; the order will be checked again.',
  z.object({
    correctionId: z.string(),
    check: text(60),
    changes: OrderCorrection.shape.changes,
    /** The lines changed after packing: it must be packed again. */
    repack: z.boolean(),
  }),
)

export const orderCorrectionUndone = orderEvent(
  'order.correction-undone',
  'Somebody took an automatic correction back; the order will be checked again.',
  z.object({ correctionId: z.string(), check: text(60), fields: z.array(z.string()), repack: z.boolean() }),
)

export const orderHeld = orderEvent(
  'order.held',
  'A named hold was placed; the order is not dispatched until it is released.',
  z.object({ code: text(60), reason: text(300) }),
)

export const orderReleased = orderEvent(
  'order.released',
  'A hold was released.',
  z.object({ code: text(60), reason: text(300) }),
)

export const orderPassed = orderEvent(
  'order.passed',
  'Quality passed this content of the order.',
  z.object({ contentVersion: version }),
)

export const orderPaid = orderEvent(
  'order.paid',
  'Approved payments now cover the total.',
  z.object({ amount: cents }),
)

export const orderPartlyPaid = orderEvent(
  'order.partly-paid',
  'A payment was approved that does not cover the total yet.',
  z.object({ amount: cents, outstanding: cents }),
)

export const orderRefunded = orderEvent(
  'order.refunded',
  'Money of the order went back to the customer.',
  z.object({ amount: cents }),
)

export const orderChannelFollowed = orderEvent(
  'order.channel-followed',
  'The channel said something newer of the order, by which nothing changes here.',
  z.object({ revision: version }),
)

export const orderChannelConflict = orderEvent(
  'order.channel-conflict',
  'The channel says of the order what cannot be here, such as a cancellation of what has left: somebody must look.',
  z.object({ says: text(40), revision: version }),
)

export const orderPacked = orderEvent('order.packed', 'The order was packed.', nothingMore)

export const orderDispatched = orderEvent(
  'order.dispatched',
  'The order was handed to the carrier.',
  z.object({ carrier: z.optional(text(60)), trackingCode: z.optional(text(60)) }),
)

export const orderDelivered = orderEvent('order.delivered', 'The customer has the order.', nothingMore)

export const orderCancelled = orderEvent(
  'order.cancelled',
  'The order was cancelled before it left.',
  z.object({ reason: text(300) }),
)

export const orderReturned = orderEvent(
  'order.returned',
  'The order came back.',
  z.object({ reason: text(300) }),
)

export const orderErased = orderEvent(
  'order.erased',
  'Its person asked for erasure: what was sold stays, whatever tells who they are is gone.',
  nothingMore,
)
