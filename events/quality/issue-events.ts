import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, instant, slug, text, version } from '../fields.ts'
import { checkModes, departments, Evidence } from './quality-events.ts'

/** A resolved issue is verified, or reopened; a reopened one is worked on as an open one is. */
export const issueStatuses = ['open', 'triaged', 'in-progress', 'resolved', 'verified', 'reopened'] as const

export const severities = ['critical', 'major', 'minor'] as const
export type Severity = (typeof severities)[number]

/** Where an issue that no check opened comes from. */
export const reportedOrigins = ['e-mail', 'claim', 'return', 'inspection', 'manual'] as const

/** What an issue is about. */
export const referenceKinds = ['order', 'sku', 'lot', 'supplier', 'carrier', 'channel'] as const
export const Reference = z.strictObject({ kind: z.enum(referenceKinds), value: text(100) })
export type Reference = z.infer<typeof Reference>

/** The six families of causes of an Ishikawa diagram. */
export const causeCategories = [
  'people',
  'method',
  'machine',
  'material',
  'measurement',
  'environment',
] as const

/** Why it came to this: each answer asks the next why. */
export const RootCause = z.strictObject({
  category: z.enum(causeCategories),
  whys: z.array(text(300)).check(z.minLength(1), z.maxLength(5)),
})
export type RootCause = z.infer<typeof RootCause>

/** Cost of poor quality, in cents by kind. */
export const Costs = z.strictObject({
  refund: z.optional(cents),
  reshipping: z.optional(cents),
  reverseFreight: z.optional(cents),
  writeOff: z.optional(cents),
  labour: z.optional(cents),
  penalty: z.optional(cents),
})
export type Costs = z.infer<typeof Costs>

/**
 * How an issue ended: the check no longer fails; an approver waived it; somebody set it right; nothing was wrong; the
 * order was cancelled; the order left although the check failed; the store no longer makes the check.
 */
export const resolutions = [
  'condition-cleared',
  'waived',
  'fixed',
  'no-fault',
  'order-cancelled',
  'order-left',
  'check-off',
] as const
export type Resolution = (typeof resolutions)[number]

/** What a look back at a resolved issue found: something was wrong, or nothing was. */
export const findings = ['confirmed', 'no-fault'] as const

/** What ends a waiver; `condition-cleared`: the check passes, or is no longer made, without it. */
export const waiverEndings = [
  'expired',
  'order-changed',
  'condition-cleared',
  'revoked',
  'order-left',
] as const

/** Lets one order pass one check, although it fails, until a time and while what the check looks at stays as it is. */
export const Waiver = z.object({
  reason: text(500),
  by: text(120),
  /** Who asked for it, where that was another. */
  requestedBy: z.optional(text(120)),
  at: instant,
  expiresAt: instant,
  /** Hash of the part of the order that the check looks at. */
  relevant: z.string(),
  ended: z.optional(z.object({ at: instant, why: z.enum(waiverEndings) })),
})
export type Waiver = z.infer<typeof Waiver>

const common = {
  id: z.string(),
  store: slug,
  version,
  /** Counts the store's issues; some numbers may be missing. */
  number: z.int(),
  /** For an issue of a check its code. */
  category: slug.check(z.maxLength(60)),
  severity: z.enum(severities),
  department: z.enum(departments),
  status: z.enum(issueStatuses),
  references: z.array(Reference),
  openedAt: instant,
  /** The principal who reported it, or whose order or change of it made the check fail. */
  openedBy: text(120),
  updatedAt: instant,
  /** From severity: when it should be resolved. */
  dueAt: instant,
  assignee: z.optional(text(120)),
  rootCause: z.optional(RootCause),
  costs: z.optional(Costs),
  /** How many there are; they stand in the history. */
  comments: z.optional(z.int()),
  resolvedAt: z.optional(instant),
  resolution: z.optional(z.enum(resolutions)),
  finding: z.optional(z.enum(findings)),
  /** When whatever tells of the order’s person was erased from it. */
  erasedAt: z.optional(instant),
}

/** A quality issue: of one order and one check, or reported by somebody. */
export const IssueSnapshot = z.discriminatedUnion('origin', [
  z.object({
    origin: z.literal('check'),
    ...common,
    orderId: z.string(),
    channel: slug,
    externalId: text(100),
    check: text(60),
    checkVersion: version,
    mode: z.enum(checkModes),
    evidence: z.array(Evidence),
    /** Facts that the check could not look at when it saw this, as its result names them. */
    missing: z.optional(z.array(text(200))),
    /** The content of the order that it was last seen in, and who made it so. */
    contentVersion: version,
    changedBy: text(120),
    /** Hash of the part of the order that the check looks at. */
    relevant: z.string(),
    /** The order's total, in cents. */
    moneyAtStake: cents,
    waiver: z.optional(Waiver),
  }),
  z.object({
    origin: z.enum(reportedOrigins),
    ...common,
    summary: text(300),
    description: z.optional(text(2000)),
    /** How often the same was reported. */
    occurrences: z.int(),
  }),
])
export type IssueSnapshot = z.infer<typeof IssueSnapshot>

const issueEvent = <const Type extends string, Data extends z.core.$ZodType<Record<string, unknown>>>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'quality', aggregate: 'issue', summary, data, snapshot: IssueSnapshot })

/** The order and check that an issue is of; absent when it was reported. */
const of = { orderId: z.optional(z.string()), check: z.optional(text(60)) }

export const issueOpened = issueEvent(
  'quality.issue-opened',
  'A check failed for the first time on this order, or somebody reported something; `blocks` asks that the order be held.',
  z.object({ ...of, blocks: z.boolean() }),
)

export const issueReopened = issueEvent(
  'quality.issue-reopened',
  'What was resolved is wrong again or still; `blocks` asks that the order be held.',
  z.object({ ...of, blocks: z.boolean(), reason: z.optional(text(500)) }),
)

export const issueChanged = issueEvent(
  'quality.issue-changed',
  'The check fails still, but what it saw is another; or people noted something. `blocks` is there when it changed.',
  z.object({
    ...of,
    /** What changed, such as `evidence` or `rootCause`. */
    fields: z.optional(z.array(text(40))),
    blocks: z.optional(z.boolean()),
  }),
)

export const occurrenceAdded = issueEvent(
  'quality.occurrence-added',
  'The same was reported again while the issue is open: it is counted there.',
  z.object({ summary: text(300), description: z.optional(text(2000)), occurrences: z.int() }),
)

export const complaintDetached = issueEvent(
  'quality.complaint-detached',
  'What was counted at the issue turned out to be about something else.',
  z.object({ occurrences: z.int() }),
)

export const issueTriaged = issueEvent(
  'quality.issue-triaged',
  'Somebody looked at the issue and said whose work it is.',
  z.object({ department: z.enum(departments), assignee: z.optional(text(120)) }),
)

export const issueStarted = issueEvent(
  'quality.issue-started',
  'Somebody works on the issue.',
  z.object({ assignee: text(120) }),
)

export const issueResolved = issueEvent(
  'quality.issue-resolved',
  'The cause of the issue is gone, or it was set right; its hold can be released.',
  z.object({ ...of, resolution: z.optional(z.enum(resolutions)), note: z.optional(text(500)) }),
)

export const issueVerified = issueEvent(
  'quality.issue-verified',
  'Somebody looked whether the issue is really resolved: it is.',
  z.object({ finding: z.optional(z.enum(findings)), note: z.optional(text(500)) }),
)

export const issueCommented = issueEvent(
  'quality.issue-commented',
  'Somebody said something about the issue.',
  z.object({ comment: text(2000) }),
)

export const issueWaived = issueEvent(
  'quality.issue-waived',
  'An approver lets the order pass this one check; its hold can be released.',
  z.object({ orderId: z.string(), check: text(60), reason: text(500), expiresAt: instant }),
)

export const waiverEnded = issueEvent(
  'quality.waiver-ended',
  'A waiver no longer holds: the check counts again.',
  z.object({ orderId: z.string(), check: text(60), why: z.enum(waiverEndings) }),
)
