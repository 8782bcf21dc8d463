import * as z from 'zod/mini'
import { slug, text, version } from '../../events/fields.ts'
import { IssueSnapshot, RunSnapshot } from '../../events/quality-events.ts'
import type { Run } from './run.ts'

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
/** A run as the API shows it: of the order only which one it is, and in which version. */
export const RunView = z.object({
  ...RunSnapshot.shape,
  order: z.object({
    id: z.string(),
    version,
    contentVersion: version,
    channel: slug,
    externalId: text(100),
  }),
})
type RunView = z.infer<typeof RunView>

export function toRunView({ order, ...run }: Run): RunView {
  const { id, version, contentVersion, channel, externalId } = order
  return { ...run, order: { id, version, contentVersion, channel, externalId } }
}
export const IssueList = z.object({ items: z.array(IssueView), nextCursor: z.optional(z.string()) })
