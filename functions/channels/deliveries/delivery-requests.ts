import * as z from 'zod/mini'
import { DeliverySnapshot, deliveryStates } from '../../../events/channels/channel-events.ts'
import { text } from '../../../events/fields.ts'

export const DeliveryPath = z.strictObject({ deliveryId: text(64) })

export const ListDeliveriesQuery = z
  .strictObject({
    state: z.optional(z.enum(deliveryStates)),
    /** Only deliveries of this connection; required unless `state` is `parked`. */
    connectionId: z.optional(text(120)),
    cursor: z.optional(text(500)),
    limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
  })
  .check(
    z.refine(
      ({ state, connectionId }) => connectionId !== undefined || state === 'parked',
      'state=parked or a connectionId',
    ),
  )

export const DeliveryList = z.object({ items: z.array(DeliverySnapshot), nextCursor: z.optional(z.string()) })
