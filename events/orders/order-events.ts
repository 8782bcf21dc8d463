import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, text, version } from '../fields.ts'
import { OrderCorrection, OrderSnapshot } from './order-schema.ts'

const noData = z.object({})

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
  'An order was placed by a storefront or a marketplace.',
  noData,
)

export const orderChanged = orderEvent(
  'order.changed',
  'The content of the order was corrected; it is checked again.',
  z.object({
    /** Fields that differ from the version before, such as `customer.document`. */
    fields: z.array(z.string()),
    /** Lines changed after packing: the order must be packed again. */
    repack: z.boolean(),
  }),
)

export const orderCorrected = orderEvent(
  'order.corrected',
  'A check corrected a value automatically; the order is checked again.',
  z.object({
    correctionId: z.string(),
    check: text(60),
    changes: OrderCorrection.shape.changes,
    /** Lines changed after packing: the order must be packed again. */
    repack: z.boolean(),
  }),
)

export const orderCorrectionUndone = orderEvent(
  'order.correction-undone',
  'An automatic correction was undone; the order is checked again.',
  z.object({ correctionId: z.string(), check: text(60), fields: z.array(z.string()), repack: z.boolean() }),
)

export const orderHeld = orderEvent(
  'order.held',
  'A named hold was placed; the order cannot be dispatched until it is released.',
  z.object({ code: text(60), reason: text(300) }),
)

export const orderReleased = orderEvent(
  'order.released',
  'A hold was released.',
  z.object({ code: text(60), reason: text(300) }),
)

export const orderPassed = orderEvent(
  'order.passed',
  'Quality passed the current content of the order.',
  z.object({ contentVersion: version }),
)

export const orderPaid = orderEvent(
  'order.paid',
  'Approved payments now cover the total.',
  z.object({ amount: cents }),
)

export const orderPartlyPaid = orderEvent(
  'order.partly-paid',
  'An approved payment does not cover the total yet.',
  z.object({ amount: cents, outstanding: cents }),
)

export const orderRefunded = orderEvent(
  'order.refunded',
  'Money of the order was refunded to the customer.',
  z.object({ amount: cents }),
)

export const orderChannelFollowed = orderEvent(
  'order.channel-followed',
  'The channel reported a newer revision that changes nothing here.',
  z.object({ revision: version }),
)

export const orderChannelConflict = orderEvent(
  'order.channel-conflict',
  'The channel reported something impossible, such as cancelling a dispatched order; an analyst must resolve it.',
  z.object({ says: text(40), revision: version }),
)

export const orderPacked = orderEvent('order.packed', 'The order was packed.', noData)

export const orderDispatched = orderEvent(
  'order.dispatched',
  'The order was handed to the carrier.',
  z.object({ carrier: z.optional(text(60)), trackingCode: z.optional(text(60)) }),
)

export const orderDelivered = orderEvent('order.delivered', 'The customer received the order.', noData)

export const orderCancelled = orderEvent(
  'order.cancelled',
  'The order was cancelled before dispatch.',
  z.object({ reason: text(300) }),
)

export const orderReturned = orderEvent(
  'order.returned',
  'The order was returned.',
  z.object({ reason: text(300) }),
)

export const orderErased = orderEvent(
  'order.erased',
  'The personal data of the order was erased; what was sold stays.',
  noData,
)
