import * as z from 'zod/mini'
import { text } from '../../events/fields.ts'
import { SuppressionSnapshot } from '../../events/suppression-events.ts'
import { id } from './message-requests.ts'

export const SuppressionPath = z.strictObject({ suppressionId: id })

export const ListSuppressionsQuery = z.strictObject({
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

export const SuppressionView = SuppressionSnapshot
export const SuppressionList = z.object({
  items: z.array(SuppressionView),
  nextCursor: z.optional(z.string()),
})
