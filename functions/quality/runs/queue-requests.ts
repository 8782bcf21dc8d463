import * as z from 'zod/mini'
import { cents, instant, slug, text } from '../../../events/fields.ts'
import { issueStatuses } from '../../../events/quality/issue-events.ts'
import { checkModes, departments, Evidence } from '../../../events/quality/quality-events.ts'

export const ListQueueQuery = z.strictObject({
  /** Only orders that this department holds. */
  department: z.optional(z.enum(departments)),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(50)), 25),
})

/** A held order and its latest release. */
export const HeldOrder = z.object({
  orderId: z.string(),
  channel: slug,
  externalId: text(100),
  dispatchBy: z.optional(instant),
  /** The latest instant at which it can be released and still meet its deadline; absent without a deadline. */
  releaseBy: z.optional(instant),
  /** True when this instant is near, or past. */
  atRisk: z.boolean(),
  /** The order's total, in cents. */
  moneyAtStake: cents,
  holds: z.array(
    z.object({
      check: text(60),
      mode: z.enum(checkModes),
      department: z.enum(departments),
      evidence: z.array(Evidence),
      issueId: z.string(),
      issueStatus: z.enum(issueStatuses),
      assignee: z.optional(text(120)),
      openedAt: instant,
    }),
  ),
})
export type HeldOrder = z.infer<typeof HeldOrder>

export const Queue = z.object({ items: z.array(HeldOrder), nextCursor: z.optional(z.string()) })

export const RecordPath = z.strictObject({ code: slug.check(z.maxLength(60)) })
export const RecordQuery = z.strictObject({
  /** Number of weeks, including the current one. */
  weeks: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(26)), 8),
})

const figure = z.union([z.number(), z.literal('no-data')])

/** The weekly accuracy of a check (ISO weeks, UTC), by the issues that it opened. */
export const CheckRecord = z.object({
  check: text(60),
  weeks: z.array(
    z.object({
      week: z.string().check(z.regex(/^\d{4}-W\d\d$/)),
      /** Issues opened. */
      hits: z.int(),
      /** Something was wrong: it was corrected, or verification confirmed it. */
      confirmed: z.int(),
      /** Nothing was wrong: waived, or closed as no fault. */
      falseAlarms: z.int(),
      /** No finding yet. */
      undecided: z.int(),
      /** False alarms divided by all issues with a finding, 0 to 1. */
      falseAlarmShare: figure,
      /** Held orders with a confirmed issue. */
      ordersSaved: z.int(),
      /** The sum of their totals, in cents. */
      moneySaved: z.int(),
      /** Median time from opened to resolved, of issues that held their order. */
      medianMinutesToRelease: figure,
    }),
  ),
})
