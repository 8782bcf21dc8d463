import * as z from 'zod/mini'
import { instant, slug, text } from '../../../events/fields.ts'
import {
  Costs,
  findings,
  IssueSnapshot,
  issueStatuses,
  Reference,
  RootCause,
  reportedOrigins,
  severities,
} from '../../../events/quality/issue-events.ts'
import { departments } from '../../../events/quality/quality-events.ts'

export const IssuePath = z.strictObject({ issueId: text(64) })

const limit = z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25)
const cursor = z.optional(text(500))

export const ListIssuesQuery = z.strictObject({
  department: z.optional(z.enum(departments)),
  /** One status; without it, all issues that are neither resolved nor verified. */
  status: z.optional(z.enum(issueStatuses)),
  /** Issues that refer to this SKU. */
  sku: z.optional(text(64)),
  /** Issues that refer to this supplier. */
  supplier: z.optional(text(60)),
  /** Issues that are due before this time. */
  due: z.optional(instant),
  /** All issues of one order, in any status. */
  orderId: z.optional(text(64)),
  cursor,
  limit,
})
export type ListIssuesQuery = z.infer<typeof ListIssuesQuery>

export const IssueHistoryQuery = z.strictObject({ cursor, limit })

/** A reported problem. A repeated report (same category and references) is added to the open issue. */
export const ReportIssueRequest = z.strictObject({
  origin: z._default(z.enum(reportedOrigins), 'manual'),
  category: slug.check(z.maxLength(60)),
  severity: z._default(z.enum(severities), 'major'),
  department: z.enum(departments),
  summary: text(300),
  description: z.optional(text(2000)),
  references: z._default(z.array(Reference).check(z.maxLength(20)), []),
})

/** A missing field stays unchanged; `null` removes the value. */
export const EditIssueRequest = z.strictObject({
  severity: z.optional(z.enum(severities)),
  department: z.optional(z.enum(departments)),
  assignee: z.optional(z.nullable(text(120))),
  rootCause: z.optional(z.nullable(RootCause)),
  costs: z.optional(z.nullable(Costs)),
})

export const CommentRequest = z.strictObject({ comment: text(2000) })

export const TriageRequest = z.strictObject({
  department: z.optional(z.enum(departments)),
  severity: z.optional(z.enum(severities)),
  assignee: z.optional(text(120)),
})

/** The assignee; the caller by default. */
export const StartRequest = z.strictObject({ assignee: z.optional(text(120)) })

export const ResolveRequest = z.strictObject({
  resolution: z.enum(['fixed', 'no-fault']),
  note: z.optional(text(500)),
})

export const VerifyRequest = z.strictObject({
  finding: z.optional(z.enum(findings)),
  note: z.optional(text(500)),
})

export const ReopenRequest = z.strictObject({ reason: text(500) })

export const WaiveRequest = z.strictObject({
  reason: text(500),
  /** Expiry of the waiver; at most a year ahead. */
  expiresAt: instant,
  /** Who requested the waiver, if not the approver. An approver cannot approve their own request. */
  requestedBy: z.optional(text(120)),
})

export const IssueView = IssueSnapshot
export const IssueList = z.object({ items: z.array(IssueView), nextCursor: z.optional(z.string()) })

export const IssueHistory = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      version: z.int(),
      occurredAt: instant,
      actor: z.object({ type: z.string(), id: z.string() }),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  nextCursor: z.optional(z.string()),
})
