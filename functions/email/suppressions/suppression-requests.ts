import * as z from 'zod/mini'
import { SuppressionSnapshot } from '../../../events/email/suppression-events.ts'
import { text } from '../../../events/fields.ts'
import { recordId } from '../record-id.ts'

export const SuppressionPath = z.strictObject({ suppressionId: recordId })

export const ListSuppressionsQuery = z.strictObject({
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

export const SuppressionView = SuppressionSnapshot
export const SuppressionList = z.object({
  items: z.array(SuppressionView),
  nextCursor: z.optional(z.string()),
})
