import * as z from 'zod/mini'
import { text } from '../../events/fields.ts'
import { IssueSnapshot, RunSnapshot } from '../../events/quality-events.ts'

export const IssuePath = z.strictObject({ issueId: text(64) })
export const RunPath = z.strictObject({ orderId: text(64) })

export const ListIssuesQuery = z.strictObject({
  status: z._default(z.enum(['open', 'resolved']), 'open'),
  /** All issues of one order, whatever their status. */
  orderId: z.optional(text(64)),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

export const IssueView = IssueSnapshot
export const RunView = RunSnapshot
export const IssueList = z.object({ items: z.array(IssueView), nextCursor: z.optional(z.string()) })
