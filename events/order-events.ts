import * as z from 'zod/mini'
import { defineEvent } from './envelope.ts'
import { cents, text, version } from './fields.ts'
import { orderExamples } from './order-examples.ts'
import { OrderSnapshot } from './order-schema.ts'

const nothingMore = z.object({})

const orderEvent = <
  const Type extends `order.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
  example: z.infer<Data>,
  snapshot: OrderSnapshot,
) =>
  defineEvent({
    type,
    slice: 'orders',
    aggregate: 'order',
    summary,
    data,
    snapshot: OrderSnapshot,
    example: { data: example, snapshot },
  })

export const orderPlaced = orderEvent(
  'order.placed',
  'An order came in from a storefront or a marketplace.',
  nothingMore,
  {},
  orderExamples.placed,
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
  { fields: ['shippingAddress.cep'], repack: false },
  { ...orderExamples.placed, version: 3, contentVersion: 3 },
)

export const orderHeld = orderEvent(
  'order.held',
  'A named hold was placed; the order is not dispatched until it is released.',
  z.object({ code: text(60), reason: text(300) }),
  { code: 'cep-uf', reason: 'the CEP belongs to another state' },
  orderExamples.held,
)

export const orderReleased = orderEvent(
  'order.released',
  'A hold was released.',
  z.object({ code: text(60), reason: text(300) }),
  { code: 'cep-uf', reason: 'the cause is gone' },
  { ...orderExamples.placed, version: 3 },
)

export const orderCleared = orderEvent(
  'order.cleared',
  'Quality passed this content of the order.',
  z.object({ contentVersion: version }),
  { contentVersion: 1 },
  orderExamples.cleared,
)

export const orderPaid = orderEvent(
  'order.paid',
  'Approved payments now cover the total.',
  z.object({ amount: cents }),
  { amount: 9480 },
  orderExamples.paid,
)

export const orderPartlyPaid = orderEvent(
  'order.partly-paid',
  'A payment was approved that does not cover the total yet.',
  z.object({ amount: cents, outstanding: cents }),
  { amount: 5000, outstanding: 4480 },
  { ...orderExamples.placed, version: 2, payment: { ...orderExamples.placed.payment, approvedAmount: 5000 } },
)

export const orderPacked = orderEvent(
  'order.packed',
  'The order was packed.',
  nothingMore,
  {},
  orderExamples.packed,
)

export const orderDispatched = orderEvent(
  'order.dispatched',
  'The order was handed to the carrier.',
  z.object({ carrier: z.optional(text(60)), trackingCode: z.optional(text(60)) }),
  { carrier: 'Correios', trackingCode: 'AA123456785BR' },
  orderExamples.dispatched,
)

export const orderDelivered = orderEvent(
  'order.delivered',
  'The customer has the order.',
  nothingMore,
  {},
  orderExamples.delivered,
)

export const orderCancelled = orderEvent(
  'order.cancelled',
  'The order was cancelled before it left.',
  z.object({ reason: text(300) }),
  { reason: 'the customer changed their mind' },
  orderExamples.cancelled,
)

export const orderReturned = orderEvent(
  'order.returned',
  'The order came back.',
  z.object({ reason: text(300) }),
  { reason: 'arrived with a crack' },
  orderExamples.returned,
)
