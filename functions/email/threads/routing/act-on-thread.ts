import {
  complaintUnderstood,
  complaintWithdrawn,
  targetsSet,
  threadIssueLinked,
  threadResolved,
  threadRouted,
} from '../../../../events/email/thread-events.ts'
import type { Happened } from '../../../../shared/decision.ts'
import type { EmailSettings } from '../../settings/email-settings.ts'
import {
  activeStatus,
  expectNotMerged,
  illegalTransition,
  nextVersion,
  type Thread,
  type ThreadDecision,
  withStatus,
} from '../thread.ts'
import { followStatus, retargetClocks, startClocks } from '../thread-clock.ts'
import { routingActionOf } from './routing-action.ts'

/** What triggers the routing of a thread. */
export interface RoutingTrigger {
  readonly messageId: string
  /** The customer's own text. */
  readonly text: string
  /** An analyst has just corrected the category: then an assigned department is replaced, too. */
  readonly corrected: boolean
}

const excerptLength = 500

/**
 * Applies the category of a thread: sets its clocks and, with enough confidence, assigns its department, reports a
 * complaint to quality (once for each category, and not while its order is only suggested) or withdraws it, and
 * resolves praise. A thread with less confidence waits in triage.
 */
export function actOnThread(
  thread: Thread,
  settings: EmailSettings,
  trigger: RoutingTrigger,
  now: string,
): ThreadDecision {
  const { category, status, mergedInto } = thread
  if (category === undefined || mergedInto !== undefined || status === 'closed')
    return { next: thread, events: [] }
  const sure = category.by === 'analyst' || category.confidence >= settings.autoRouteFrom
  const steps = sure
    ? [setTargets, routeToDepartment, withdrawComplaint, reportComplaint, resolvePraise]
    : [setTargets]
  const acted = steps.reduce<StepResult>(({ thread, events }, step) => {
    const { thread: next, events: more } = step(thread, { settings, trigger, category, now })
    return { thread: next, events: [...events, ...more] }
  }, noChange(thread))
  return acted.events.length === 0
    ? { next: thread, events: [] }
    : nextVersion(acted.thread, now, acted.events)
}

interface StepResult {
  readonly thread: Thread
  readonly events: readonly Happened[]
}

type Step = (
  thread: Thread,
  given: {
    readonly settings: EmailSettings
    readonly trigger: RoutingTrigger
    readonly category: NonNullable<Thread['category']>
    readonly now: string
  },
) => StepResult

const noChange = (thread: Thread): StepResult => ({ thread, events: [] })

const setTargets: Step = (thread, { settings: { hours, categories }, category: { name }, now }) => {
  const handling = categories[name]
  const clocks =
    thread.clocks === undefined
      ? followStatus(startClocks(handling, hours, thread.openedAt), thread.status, now)
      : retargetClocks(thread.clocks, handling, now)
  return JSON.stringify(clocks) === JSON.stringify(thread.clocks)
    ? noChange(thread)
    : { thread: { ...thread, clocks }, events: [targetsSet.happened({ category: name })] }
}

const routeToDepartment: Step = (thread, { settings, category: { name }, trigger: { corrected }, now }) => {
  const { department } = settings.categories[name]
  const from = thread.department
  if (from === department || (from !== undefined && !corrected)) return noChange(thread)
  return {
    thread: toDepartment(thread, department, now),
    events: [threadRouted.happened({ ...(from === undefined ? {} : { from }), department, by: 'category' })],
  }
}

/** Withdraws a complaint whose category an analyst corrected. */
const withdrawComplaint: Step = (thread, { category: { name }, trigger: { corrected } }) => {
  const { complaint, issues = [], ...rest } = thread
  if (!corrected || complaint === undefined || complaint === name) return noChange(thread)
  const others = issues.filter(({ category }) => category !== complaint)
  return {
    thread: { ...rest, ...(others.length === 0 ? {} : { issues: others }) },
    events: [complaintWithdrawn.happened({ category: complaint })],
  }
}

const reportComplaint: Step = (thread, { category: { name }, trigger: { messageId, text } }) => {
  const { order, complaint } = thread
  if (routingActionOf(name) !== 'complaint' || complaint === name || order?.link === 'suggested')
    return noChange(thread)
  const excerpt = text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, excerptLength)
  const orderId = order === undefined ? {} : { orderId: order.id }
  return {
    thread: { ...thread, complaint: name },
    events: [
      complaintUnderstood.happened({
        category: name,
        messageId,
        ...orderId,
        excerpt: excerpt.toWellFormed().trim(),
      }),
    ],
  }
}

const resolvePraise: Step = (thread, { category: { name }, now }) =>
  routingActionOf(name) === 'praise' && thread.messageCount === 1 && thread.status === 'open'
    ? {
        thread: withStatus(thread, 'resolved', now),
        events: [threadResolved.happened({ by: 'praise' })],
      }
    : noChange(thread)

/** Assigns a thread to a department; its clocks do not change. Error: `illegal-transition`. */
export function routeThread(
  thread: Thread,
  department: NonNullable<Thread['department']>,
  now: string,
): ThreadDecision {
  expectNotMerged(thread)
  if (thread.status === 'closed') throw illegalTransition(thread, 'Thread is closed.')
  const from = thread.department
  if (from === department) return { next: thread, events: [] }
  return nextVersion(toDepartment(thread, department, now), now, [
    threadRouted.happened({ ...(from === undefined ? {} : { from }), department, by: 'person' }),
  ])
}

function toDepartment(thread: Thread, department: NonNullable<Thread['department']>, now: string): Thread {
  const given = { ...thread, department }
  return given.status === 'triage' ? withStatus(given, activeStatus(given), now) : given
}

/** Records the quality issue of a complaint in its thread, once. */
export function linkIssue(
  thread: Thread,
  issue: NonNullable<Thread['issues']>[number],
  now: string,
): ThreadDecision {
  const { issues = [] } = thread
  if (issues.some(({ id, category }) => id === issue.id && category === issue.category))
    return { next: thread, events: [] }
  return nextVersion({ ...thread, issues: [...issues, issue] }, now, [
    threadIssueLinked.happened({ issueId: issue.id }),
  ])
}
