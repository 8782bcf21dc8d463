import type { OrderSnapshot } from '../../events/order-schema.ts'
import {
  type CheckResult,
  type IssueSnapshot,
  issueChanged,
  issueOpened,
  issueReopened,
  issueResolved,
} from '../../events/quality-events.ts'
import type { Decision } from '../../shared/decision.ts'
import { derivedId } from '../../shared/ids.ts'

/** A quality issue: one for each order and check, opened, resolved and reopened as the check speaks. */
export type Issue = IssueSnapshot

/** An issue's id derives from what it is about, so the same finding never makes a second issue. */
export const issueId = (store: string, orderId: string, check: string): string =>
  derivedId('iss', store, orderId, check)

/**
 * What a check's result means for its issue; nothing when there is nothing to open, change or resolve. An issue that
 * is open keeps the severity and the department that it was opened with, whatever the store sets later.
 */
export function followResult(
  known: Issue | undefined,
  order: OrderSnapshot,
  result: CheckResult,
  now: string,
): Decision<Issue> | undefined {
  const { outcome, mode, department } = result
  if (
    outcome === 'failed' &&
    mode !== undefined &&
    mode !== 'shadow' &&
    mode !== 'off' &&
    department !== undefined
  )
    return known === undefined
      ? open(order, { ...result, mode, department }, now)
      : stillFails(known, order, result, now)
  const gone = outcome === 'passed' || outcome === 'not-applicable'
  return gone && known?.status === 'open' ? resolve(known, order, now) : undefined
}

interface Failure extends CheckResult {
  readonly mode: Issue['severity']
  readonly department: Issue['department']
}

function open(
  order: OrderSnapshot,
  { check, checkVersion, evidence, mode, department }: Failure,
  now: string,
): Decision<Issue> {
  return {
    next: {
      id: issueId(order.store, order.id, check),
      store: order.store,
      version: 1,
      orderId: order.id,
      channel: order.channel,
      externalId: order.externalId,
      check,
      checkVersion,
      severity: mode,
      department,
      status: 'open',
      evidence,
      contentVersion: order.contentVersion,
      openedAt: now,
      updatedAt: now,
    },
    events: [issueOpened.happened({ orderId: order.id, check, blocks: mode !== 'warn' })],
  }
}

function stillFails(
  known: Issue,
  order: OrderSnapshot,
  { check, checkVersion, evidence }: CheckResult,
  now: string,
): Decision<Issue> | undefined {
  const { resolvedAt: _, ...rest } = known
  const next: Issue = {
    ...rest,
    version: known.version + 1,
    status: 'open',
    checkVersion,
    evidence,
    contentVersion: order.contentVersion,
    updatedAt: now,
  }
  if (known.status === 'resolved')
    return {
      next,
      events: [issueReopened.happened({ orderId: order.id, check, blocks: next.severity !== 'warn' })],
    }
  if (JSON.stringify(known.evidence) === JSON.stringify(evidence)) return undefined
  return { next, events: [issueChanged.happened({ orderId: order.id, check })] }
}

const resolve = (known: Issue, order: OrderSnapshot, now: string): Decision<Issue> => ({
  next: {
    ...known,
    version: known.version + 1,
    status: 'resolved',
    contentVersion: order.contentVersion,
    resolvedAt: now,
    updatedAt: now,
  },
  events: [issueResolved.happened({ orderId: known.orderId, check: known.check })],
})
