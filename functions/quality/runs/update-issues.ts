import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import {
  issueChanged,
  issueOpened,
  issueReopened,
  issueResolved,
  waiverEnded,
} from '../../../events/quality/issue-events.ts'
import type { CheckResult, Department, Evidence } from '../../../events/quality/quality-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { checkOf } from '../checks/run-checks.ts'
import { relevantPart, type Waivers } from '../checks/waiver.ts'
import {
  blocks,
  type CheckIssue,
  dueAt,
  endedWaiver,
  endWaiver,
  type Issue,
  isClosed,
  issueId,
  nextVersion,
  orderAndCheck,
  reopened,
} from '../issues/issue.ts'

/** A run of the checks, as far as issues depend on it. */
export interface CheckedOrder {
  readonly order: OrderSnapshot
  readonly results: readonly CheckResult[]
  /** Who placed or changed the order, or recorded the fact that caused the run. */
  readonly by: string
  readonly now: string
}

type ReportedMode = CheckIssue['mode'] & ('warn' | 'hold' | 'block')
interface Failure extends CheckResult {
  readonly mode: ReportedMode
  readonly department: Department
}

/** A failure with an issue; a failure in shadow mode is only recorded. */
const isFailure = (result: CheckResult): result is Failure =>
  result.outcome === 'failed' &&
  result.department !== undefined &&
  (result.mode === 'warn' || result.mode === 'hold' || result.mode === 'block')

/** The number of issues that a run will open, and so of numbers to take. */
export const countNew = (existing: readonly CheckIssue[], results: readonly CheckResult[]): number =>
  results.filter((result) => isFailure(result) && !existing.some(({ check }) => check === result.check))
    .length

/** Waivers of an order that have not ended, by check. */
export const waiversOf = (existing: readonly CheckIssue[]): Waivers =>
  new Map(
    existing.flatMap(({ check, waiver }) =>
      waiver === undefined || waiver.ended !== undefined ? [] : [[check, waiver] as const],
    ),
  )

/**
 * The issue changes of a run: opens an issue for each check that fails for the first time; changes, resolves and
 * reopens existing issues; and ends waivers that no longer apply. New issues take numbers from `firstNumber` on.
 */
export function updateIssues(
  existing: readonly CheckIssue[],
  checked: CheckedOrder,
  firstNumber: number,
): Decision<Issue>[] {
  let number = firstNumber
  const decisions = checked.results.flatMap((result) => {
    const issue = existing.find(({ check }) => check === result.check)
    if (issue !== undefined) return updateIssue(issue, result, checked) ?? []
    if (!isFailure(result)) return []
    number += 1
    return open(result, checked, number - 1)
  })
  const evaluated = new Set(checked.results.map(({ check }) => check))
  const turnedOff = existing.filter(({ check }) => !evaluated.has(check))
  return [...decisions, ...turnedOff.flatMap((issue) => resolve(issue, 'check-off', checked) ?? [])]
}

const severityOf: Readonly<Record<ReportedMode, Issue['severity']>> = {
  block: 'critical',
  hold: 'major',
  warn: 'minor',
}

function open(failure: Failure, checked: CheckedOrder, number: number): Decision<Issue> {
  const { order, by, now } = checked
  const { check, mode, department, evidence } = failure
  const severity = severityOf[mode]
  const next: CheckIssue = {
    origin: 'check',
    id: issueId(order.store, order.id, check),
    store: order.store,
    version: 1,
    number,
    orderId: order.id,
    channel: order.channel,
    externalId: order.externalId,
    check,
    category: check,
    severity,
    department,
    status: 'open',
    references: [
      { kind: 'order', value: order.id },
      { kind: 'channel', value: order.channel },
      ...lineReferences(evidence, order),
    ],
    openedAt: now,
    openedBy: by,
    dueAt: dueAt(severity, now),
    ...failureFields(failure, checked),
  }
  return { next, events: [issueOpened.happened({ orderId: order.id, check, blocks: blocks(next) })] }
}

/** The fields of an issue that a failure sets. */
const failureFields = (
  { check, checkVersion, mode, evidence, missing }: Failure,
  { order, by, now }: CheckedOrder,
) => ({
  checkVersion,
  mode,
  evidence,
  contentVersion: order.contentVersion,
  changedBy: by,
  relevant: relevantPart(checkOf(check), order),
  moneyAtStake: order.totals.total,
  updatedAt: now,
  ...(missing === undefined ? {} : { missing }),
})

/** The maximum number of line references of one issue. */
const maxReferences = 20

/** SKU, lot and supplier of the lines that the evidence names, such as `lines[2].unitPrice`. */
function lineReferences(evidence: readonly Evidence[], { lines }: OrderSnapshot): Issue['references'] {
  const named = evidence.flatMap(({ field }) => lines[Number(/^lines\[(\d+)\]/.exec(field)?.[1] ?? -1)] ?? [])
  const found = named.flatMap(({ sku, lot, supplier }) => [
    { kind: 'sku' as const, value: sku },
    ...(lot === undefined ? [] : [{ kind: 'lot' as const, value: lot }]),
    ...(supplier === undefined ? [] : [{ kind: 'supplier' as const, value: supplier }]),
  ])
  const once = new Map(found.map((reference) => [`${reference.kind} ${reference.value}`, reference]))
  return [...once.values()].slice(0, maxReferences)
}

function updateIssue(
  issue: CheckIssue,
  result: CheckResult,
  checked: CheckedOrder,
): Decision<Issue> | undefined {
  if (isFailure(result)) return stillFails(issue, result, checked)
  if (result.outcome === 'failed') return resolve(issue, 'check-off', checked)
  const isCleared =
    result.outcome === 'passed' || result.outcome === 'not-applicable' || isConditionCleared(issue, result)
  return isCleared ? resolve(issue, 'condition-cleared', checked) : undefined
}

/**
 * True when a check is evaluated in part, with every fact that it had at the failure, and no longer finds the
 * failure.
 */
const isConditionCleared = (
  { missing: before = [] }: CheckIssue,
  { outcome, missing = [] }: CheckResult,
): boolean =>
  outcome === 'not-evaluated' && missing.length > 0 && missing.every((fact) => before.includes(fact))

function stillFails(issue: CheckIssue, failure: Failure, checked: CheckedOrder): Decision<Issue> | undefined {
  const { now } = checked
  const { missing: _, ...before } = issue
  const next: CheckIssue = { ...before, ...failureFields(failure, checked) }
  // With a waiver in force the result would have been `waived`.
  if (issue.waiver !== undefined && issue.waiver.ended === undefined)
    return endWaiver(next, now < issue.waiver.expiresAt ? 'order-changed' : 'expired', now)
  const fields = (['evidence', 'relevant', 'mode'] as const).filter(
    (field) => JSON.stringify(issue[field]) !== JSON.stringify(next[field]),
  )
  if (isClosed(issue)) {
    if (isManualResolution(issue) && fields.length === 0) return undefined
    return nextVersion(reopened(next), now, [
      issueReopened.happened({ ...orderAndCheck(next), blocks: blocks(next) }),
    ])
  }
  if (fields.length === 0) return undefined
  const holdChange = blocks(issue) === blocks(next) ? {} : { blocks: blocks(next) }
  return nextVersion(next, now, [issueChanged.happened({ ...orderAndCheck(next), fields, ...holdChange })])
}

/** True when a person closed an issue that still fails: it stays closed until the check finds something else. */
const isManualResolution = ({ resolution }: CheckIssue): boolean =>
  resolution === 'fixed' || resolution === 'no-fault' || resolution === 'order-cancelled'

function resolve(
  issue: CheckIssue,
  resolution: NonNullable<Issue['resolution']>,
  { order, now }: CheckedOrder,
): Decision<Issue> | undefined {
  const { contentVersion } = order
  const { orderId, check } = issue
  const same = resolution === 'check-off' || issue.waiver?.relevant === relevantPart(checkOf(check), order)
  const why = same ? 'condition-cleared' : 'order-changed'
  const ended = endedWaiver(issue, why, now)
  if (ended !== undefined)
    return nextVersion({ ...issue, ...ended, resolution, contentVersion }, now, [
      waiverEnded.happened({ orderId, check, why }),
      // The temporary release becomes permanent.
      issueResolved.happened({ orderId, check, resolution }),
    ])
  if (isClosed(issue)) return undefined
  return nextVersion({ ...issue, status: 'resolved', resolution, contentVersion, resolvedAt: now }, now, [
    issueResolved.happened({ orderId, check, resolution }),
  ])
}

/**
 * Closes the issues of an order that was dispatched or cancelled: those that held it, and all waivers. A warning stays
 * open unless the order was cancelled.
 */
export function closeIssues(
  issues: readonly CheckIssue[],
  { status }: Pick<OrderSnapshot, 'status'>,
  now: string,
): Decision<Issue>[] {
  const resolution = status === 'cancelled' ? 'order-cancelled' : 'order-left'
  return issues.flatMap((issue) => {
    const { orderId, check } = issue
    const ended = endedWaiver(issue, 'order-left', now)
    if (ended !== undefined)
      return nextVersion({ ...issue, ...ended }, now, [
        waiverEnded.happened({ orderId, check, why: 'order-left' }),
      ])
    if (isClosed(issue) || (status !== 'cancelled' && !blocks(issue))) return []
    return nextVersion({ ...issue, status: 'resolved', resolution, resolvedAt: now }, now, [
      issueResolved.happened({ orderId, check, resolution }),
    ])
  })
}
