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
  about,
  became,
  blocks,
  type CheckIssue,
  dueAt,
  endedWaiver,
  endWaiver,
  type Issue,
  isSettled,
  unsettled,
} from '../issues/issue.ts'
import { issueId } from '../issues/issue-id.ts'

/** A run of the checks, as far as issues follow from it. */
export interface CheckedOrder {
  readonly order: OrderSnapshot
  readonly results: readonly CheckResult[]
  /** Who placed or changed the order so, or told the fact that it was judged by. */
  readonly by: string
  readonly now: string
}

type Speaking = CheckIssue['mode'] & ('warn' | 'hold' | 'block')
interface Failure extends CheckResult {
  readonly mode: Speaking
  readonly department: Department
}

/** A failure of which somebody is told: one in shadow is only recorded. */
const isFailure = (result: CheckResult): result is Failure =>
  result.outcome === 'failed' &&
  result.department !== undefined &&
  (result.mode === 'warn' || result.mode === 'hold' || result.mode === 'block')

/** How many issues a run will open: so many numbers it needs. */
export const countNew = (known: readonly CheckIssue[], results: readonly CheckResult[]): number =>
  results.filter((result) => isFailure(result) && !known.some(({ check }) => check === result.check)).length

/** Waivers that were given for an order and not ended, by check. */
export const waiversOf = (known: readonly CheckIssue[]): Waivers =>
  new Map(
    known.flatMap(({ check, waiver }) =>
      waiver === undefined || waiver.ended !== undefined ? [] : [[check, waiver] as const],
    ),
  )

/**
 * What a run means for the issues of its order: opens one for each check that fails for the first time, changes,
 * resolves and reopens those that are known, and ends waivers that no longer cover. `firstNumber` and those after it
 * are for the new ones.
 */
export function followChecks(
  known: readonly CheckIssue[],
  checked: CheckedOrder,
  firstNumber: number,
): Decision<Issue>[] {
  let number = firstNumber
  const decisions = checked.results.flatMap((result) => {
    const issue = known.find(({ check }) => check === result.check)
    if (issue !== undefined) return follow(issue, result, checked) ?? []
    if (!isFailure(result)) return []
    number += 1
    return open(result, checked, number - 1)
  })
  const made = new Set(checked.results.map(({ check }) => check))
  const noLongerMade = known.filter(({ check }) => !made.has(check))
  return [...decisions, ...noLongerMade.flatMap((issue) => resolve(issue, 'check-off', checked) ?? [])]
}

const severityOf: Readonly<Record<Speaking, Issue['severity']>> = {
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
      ...linesIn(evidence, order),
    ],
    openedAt: now,
    openedBy: by,
    dueAt: dueAt(severity, now),
    ...seen(failure, checked),
  }
  return { next, events: [issueOpened.happened({ orderId: order.id, check, blocks: blocks(next) })] }
}

/** What a failure says of an order, as its issue keeps it. */
const seen = (
  { check, checkVersion, mode, evidence, lacking }: Failure,
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
  ...(lacking === undefined ? {} : { lacking }),
})

/** The most things of an order's lines that one issue refers to. */
const maxReferences = 20

/** SKU, lot and supplier of the lines that the evidence names, such as `lines[2].unitPrice`. */
function linesIn(evidence: readonly Evidence[], { lines }: OrderSnapshot): Issue['references'] {
  const named = evidence.flatMap(({ field }) => lines[Number(/^lines\[(\d+)\]/.exec(field)?.[1] ?? -1)] ?? [])
  const found = named.flatMap(({ sku, lot, supplier }) => [
    { kind: 'sku' as const, value: sku },
    ...(lot === undefined ? [] : [{ kind: 'lot' as const, value: lot }]),
    ...(supplier === undefined ? [] : [{ kind: 'supplier' as const, value: supplier }]),
  ])
  const once = new Map(found.map((reference) => [`${reference.kind} ${reference.value}`, reference]))
  return [...once.values()].slice(0, maxReferences)
}

function follow(known: CheckIssue, result: CheckResult, checked: CheckedOrder): Decision<Issue> | undefined {
  if (isFailure(result)) return stillFails(known, result, checked)
  if (result.outcome === 'failed') return resolve(known, 'check-off', checked)
  const gone = result.outcome === 'passed' || result.outcome === 'not-applicable' || isGone(known, result)
  return gone ? resolve(known, 'cause-gone', checked) : undefined
}

/**
 * True when a check that could not look everywhere looked at all that it had looked at when it found something, and
 * finds it no more.
 */
const isGone = ({ lacking: before = [] }: CheckIssue, { outcome, lacking = [] }: CheckResult): boolean =>
  outcome === 'not-evaluated' && lacking.length > 0 && lacking.every((fact) => before.includes(fact))

function stillFails(known: CheckIssue, failure: Failure, checked: CheckedOrder): Decision<Issue> | undefined {
  const { now } = checked
  const { lacking: _, ...before } = known
  const next: CheckIssue = { ...before, ...seen(failure, checked) }
  // A waiver that were in force would have made the result another.
  if (known.waiver !== undefined && known.waiver.ended === undefined)
    return endWaiver(next, now < known.waiver.expiresAt ? 'order-changed' : 'expired', now)
  const fields = (['evidence', 'relevant', 'mode'] as const).filter(
    (field) => JSON.stringify(known[field]) !== JSON.stringify(next[field]),
  )
  if (isSettled(known)) {
    if (isPeoplesWord(known) && fields.length === 0) return undefined
    return became(unsettled(next), now, [issueReopened.happened({ ...about(next), blocks: blocks(next) })])
  }
  if (fields.length === 0) return undefined
  const turned = blocks(known) === blocks(next) ? {} : { blocks: blocks(next) }
  return became(next, now, [issueChanged.happened({ ...about(next), fields, ...turned })])
}

/** True when people settled what the check still finds: it stays so until the check finds something else. */
const isPeoplesWord = ({ resolution }: CheckIssue): boolean =>
  resolution === 'fixed' || resolution === 'no-fault' || resolution === 'order-cancelled'

function resolve(
  known: CheckIssue,
  resolution: NonNullable<Issue['resolution']>,
  { order, now }: CheckedOrder,
): Decision<Issue> | undefined {
  const { contentVersion } = order
  const { orderId, check } = known
  const same = resolution === 'check-off' || known.waiver?.relevant === relevantPart(checkOf(check), order)
  const why = same ? 'cause-gone' : 'order-changed'
  const ended = endedWaiver(known, why, now)
  if (ended !== undefined)
    return became({ ...known, ...ended, resolution, contentVersion }, now, [
      waiverEnded.happened({ orderId, check, why }),
      // What was released for a time only is released for good.
      issueResolved.happened({ orderId, check, resolution }),
    ])
  if (isSettled(known)) return undefined
  return became({ ...known, status: 'resolved', resolution, contentVersion, resolvedAt: now }, now, [
    issueResolved.happened({ orderId, check, resolution }),
  ])
}

/**
 * What becomes of the issues of an order that was dispatched or cancelled: those that kept it have nothing to keep any
 * more, and waivers have served. What only warned stays to be looked at, unless the order was cancelled.
 */
export function leaveIssues(
  opened: readonly CheckIssue[],
  { status }: Pick<OrderSnapshot, 'status'>,
  now: string,
): Decision<Issue>[] {
  const resolution = status === 'cancelled' ? 'order-cancelled' : 'order-left'
  return opened.flatMap((issue) => {
    const { orderId, check } = issue
    const ended = endedWaiver(issue, 'order-left', now)
    if (ended !== undefined)
      return became({ ...issue, ...ended }, now, [
        waiverEnded.happened({ orderId, check, why: 'order-left' }),
      ])
    if (isSettled(issue) || (status !== 'cancelled' && !blocks(issue))) return []
    return became({ ...issue, status: 'resolved', resolution, resolvedAt: now }, now, [
      issueResolved.happened({ orderId, check, resolution }),
    ])
  })
}
