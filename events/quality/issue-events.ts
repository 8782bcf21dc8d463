import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, instant, slug, text, version } from '../fields.ts'
import { checkModes, departments, Evidence } from './quality-events.ts'

/** A resolved issue is verified or reopened; a reopened issue is worked on like an open one. */
export const issueStatuses = ['open', 'triaged', 'in-progress', 'resolved', 'verified', 'reopened'] as const

export const severities = ['critical', 'major', 'minor'] as const
export type Severity = (typeof severities)[number]

/** The origin of an issue that no check opened. */
export const reportedOrigins = ['e-mail', 'claim', 'return', 'inspection', 'manual'] as const

/** What an issue refers to. */
export const referenceKinds = ['order', 'sku', 'lot', 'supplier', 'carrier', 'channel'] as const
export const Reference = z.strictObject({ kind: z.enum(referenceKinds), value: text(100) })
export type Reference = z.infer<typeof Reference>

/** The six categories of causes of an Ishikawa diagram. */
export const causeCategories = [
  'people',
  'method',
  'machine',
  'material',
  'measurement',
  'environment',
] as const

/** The chain of causes (five whys): each answer is questioned by the next. */
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
 * How an issue ended: the check no longer fails (`condition-cleared`); an approver waived it; a person fixed it;
 * nothing was wrong; the order was cancelled; the order left although the check failed; the store turned the check
 * off.
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

/** The result of verifying a resolved issue: something was wrong, or nothing was. */
export const findings = ['confirmed', 'no-fault'] as const

/** Why a waiver ended; `condition-cleared`: the check passes without it, or is turned off. */
export const waiverEndings = [
  'expired',
  'order-changed',
  'condition-cleared',
  'revoked',
  'order-left',
] as const

/** Waives one check for one order, until an instant and while the relevant part of the order stays unchanged. */
export const Waiver = z.object({
  reason: text(500),
  by: text(120),
  /** Who requested it, if not the approver. */
  requestedBy: z.optional(text(120)),
  at: instant,
  expiresAt: instant,
  /** Hash of the part of the order that the check reads. */
  relevant: z.string(),
  ended: z.optional(z.object({ at: instant, why: z.enum(waiverEndings) })),
})
export type Waiver = z.infer<typeof Waiver>

const common = {
  id: z.string(),
  store: slug,
  version,
  /** A sequence number per store; gaps are possible. */
  number: z.int(),
  /** The check's code, for an issue of a check. */
  category: slug.check(z.maxLength(60)),
  severity: z.enum(severities),
  department: z.enum(departments),
  status: z.enum(issueStatuses),
  references: z.array(Reference),
  openedAt: instant,
  /** The principal who reported it, or whose order or change made the check fail. */
  openedBy: text(120),
  updatedAt: instant,
  /** Due date, derived from the severity. */
  dueAt: instant,
  assignee: z.optional(text(120)),
  rootCause: z.optional(RootCause),
  costs: z.optional(Costs),
  /** The number of comments; the comments are in the history. */
  comments: z.optional(z.int()),
  resolvedAt: z.optional(instant),
  resolution: z.optional(z.enum(resolutions)),
  finding: z.optional(z.enum(findings)),
  /** When the personal data of the order's customer was erased from the issue. */
  erasedAt: z.optional(instant),
}

/** A quality issue: of one order and one check, or reported. */
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
    /** Facts that were missing when the check failed. */
    missing: z.optional(z.array(text(200))),
    /** The content version of the order at the last failure, and who made that content. */
    contentVersion: version,
    changedBy: text(120),
    /** Hash of the part of the order that the check reads. */
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
    /** How many times it was reported. */
    occurrences: z.int(),
  }),
])
export type IssueSnapshot = z.infer<typeof IssueSnapshot>

const issueEvent = <const Type extends string, Data extends z.core.$ZodType<Record<string, unknown>>>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'quality', aggregate: 'issue', summary, data, snapshot: IssueSnapshot })

/** The order and the check of the issue; absent for a reported issue. */
const of = { orderId: z.optional(z.string()), check: z.optional(text(60)) }

export const issueOpened = issueEvent(
  'quality.issue-opened',
  'A check failed for the first time on this order, or a person reported an issue; `blocks` asks for a hold on the order.',
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
    /** The names of the changed fields, such as `evidence` or `rootCause`. */
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
  'A complaint that was counted at the issue was about something else.',
  z.object({ occurrences: z.int() }),
)

export const issueTriaged = issueEvent(
  'quality.issue-triaged',
  'The issue was triaged: a department, and where named a person, is responsible for it.',
  z.object({ department: z.enum(departments), assignee: z.optional(text(120)) }),
)

export const issueStarted = issueEvent(
  'quality.issue-started',
  'Work on the issue started.',
  z.object({ assignee: text(120) }),
)

export const issueResolved = issueEvent(
  'quality.issue-resolved',
  'The issue was resolved, or its cause ended; its hold can be released.',
  z.object({ ...of, resolution: z.optional(z.enum(resolutions)), note: z.optional(text(500)) }),
)

export const issueVerified = issueEvent(
  'quality.issue-verified',
  'The resolution of the issue was verified.',
  z.object({ finding: z.optional(z.enum(findings)), note: z.optional(text(500)) }),
)

export const issueCommented = issueEvent(
  'quality.issue-commented',
  'A comment was added to the issue.',
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
