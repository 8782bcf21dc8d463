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

/** A held order, and until when it must be released. */
export const HeldOrder = z.object({
  orderId: z.string(),
  channel: slug,
  externalId: text(100),
  dispatchBy: z.optional(instant),
  /** The latest moment at which it can be released and still meet its deadline; none without a deadline. */
  releaseBy: z.optional(instant),
  /** True when this moment is near, or past. */
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
  /** How many weeks, this one with them. */
  weeks: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(26)), 8),
})

const figure = z.union([z.number(), z.literal('no-data')])

/** How good a rule was, week by week (ISO weeks, UTC), by the issues that it opened in each. */
export const CheckRecord = z.object({
  check: text(60),
  weeks: z.array(
    z.object({
      week: z.string().check(z.regex(/^\d{4}-W\d\d$/)),
      /** Issues opened. */
      hits: z.int(),
      /** Something was wrong: it was mended, or found to have been so. */
      confirmed: z.int(),
      /** Nothing was: waived, or closed as no fault. */
      falseAlarms: z.int(),
      /** Not judged yet. */
      undecided: z.int(),
      /** False alarms among what is judged, 0 to 1. */
      falseAlarmShare: figure,
      /** Orders that were held for what was then confirmed. */
      ordersSaved: z.int(),
      /** Their totals, in cents. */
      moneySaved: z.int(),
      /** From opened to resolved, of issues that held their order. */
      medianMinutesToRelease: figure,
    }),
  ),
})
