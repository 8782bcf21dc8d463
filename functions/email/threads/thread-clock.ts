import type { AnsweringHours, CategoryHandling } from '../../../events/email/email-settings-events.ts'
import type { ThreadClock, ThreadSnapshot, ThreadStatus } from '../../../events/email/thread-snapshot.ts'
import { afterWork, minutesOfWork, type WorkingTime } from '../../../shared/calendar.ts'
import type { IndexKeys } from '../../../shared/table/aggregate.ts'
import { lists } from '../../../shared/table/keys.ts'

/** The two SLA clocks of a thread, with the store's business hours when they were set. */
export type Clocks = NonNullable<ThreadSnapshot['clocks']>

const clockNames = ['firstResponse', 'resolution'] as const
type ClockName = (typeof clockNames)[number]

/** A warning is due when this share of a target is spent. */
const warnAtShare = 0.75

/** Starts the clocks of a thread at its receipt: business time since then is already spent. */
export const startClocks = (handling: CategoryHandling, hours: AnsweringHours, since: string): Clocks => ({
  hours,
  firstResponse: startClock(newClock(handling.firstResponseHours), hours, since),
  resolution: startClock(newClock(handling.resolutionHours), hours, since),
})

/** Changes the targets, as for another category. Spent time and given warnings stay. */
export function retargetClocks(clocks: Clocks, handling: CategoryHandling, now: string): Clocks {
  const aim = (clock: ThreadClock | undefined, targetHours: number): ThreadClock => {
    const { targetMinutes } = newClock(targetHours)
    if (clock === undefined) return newClock(targetHours)
    if (clock.metAt !== undefined || clock.targetMinutes === targetMinutes) return clock
    const aimed = { ...pauseClock(clock, clocks.hours, now), targetMinutes }
    return clock.runningSince === undefined ? aimed : startClock(aimed, clocks.hours, now)
  }
  return {
    ...clocks,
    firstResponse: aim(clocks.firstResponse, handling.firstResponseHours),
    resolution: aim(clocks.resolution, handling.resolutionHours),
  }
}

/**
 * The clocks of a thread in a status: they run while we owe a reply (`triage`, `open`) and pause while the customer
 * does. `resolved` and `closed` meet both. A reopened thread owes the resolution again, from where its clock stopped;
 * the first response stays met.
 */
export function followStatus(clocks: Clocks, status: ThreadStatus, now: string): Clocks {
  const { hours } = clocks
  const each = (follow: (clock: ThreadClock, name: ClockName) => ThreadClock): Clocks =>
    clockNames.reduce<Clocks>((next, name) => {
      const clock = next[name]
      return clock === undefined ? next : { ...next, [name]: follow(clock, name) }
    }, clocks)
  switch (status) {
    case 'triage':
    case 'open':
      return each((clock, name) => startClock(name === 'resolution' ? unmeetClock(clock) : clock, hours, now))
    case 'waiting-customer':
      return each((clock) => pauseClock(clock, hours, now))
    case 'resolved':
    case 'closed':
      return each((clock) => meetClock(clock, hours, now))
  }
}

/** Meets the first response: a person replied. */
export const meetFirstResponse = (clocks: Clocks, now: string): Clocks =>
  clocks.firstResponse === undefined
    ? clocks
    : { ...clocks, firstResponse: meetClock(clocks.firstResponse, clocks.hours, now) }

/** A clock with a warning due. */
export interface Warning {
  readonly clock: ClockName
  readonly at: string
  readonly dueAt: string
}

/** The next warning: which clock, and when. Each clock is warned of once; a paused clock never. */
export function nextWarning(clocks: Clocks | undefined): Warning | undefined {
  if (clocks === undefined) return undefined
  const warnings = clockNames.flatMap((clock): Warning[] => {
    const current = clocks[clock]
    if (current?.runningSince === undefined || current.dueAt === undefined || current.warnedAt !== undefined)
      return []
    const left = Math.max(0, current.targetMinutes * warnAtShare - current.spentMinutes)
    return [
      { clock, at: afterWork(current.runningSince, left, workingTime(clocks.hours)), dueAt: current.dueAt },
    ]
  })
  return warnings.sort((a, b) => (a.at < b.at ? -1 : 1))[0]
}

/** Marks a clock as warned of. */
export function markWarned(clocks: Clocks, name: ClockName, now: string): Clocks {
  const clock = clocks[name]
  return clock === undefined ? clocks : { ...clocks, [name]: { ...clock, warnedAt: now } }
}

/** Whether a running clock was warned of or is overdue. */
export const isAtRisk = (clocks: Clocks | undefined, now: string): boolean =>
  clockNames.some((name) => {
    const clock = clocks?.[name]
    if (clock?.dueAt === undefined) return false
    return clock.warnedAt !== undefined || clock.dueAt <= now
  })

/**
 * Index keys of the next moment at which the thread needs attention: a warning, and after that a missed target.
 * Without such a moment there are none.
 */
export function clockKeys({ id, store, clocks }: Pick<ThreadSnapshot, 'id' | 'store' | 'clocks'>): IndexKeys {
  const [moment] = [
    nextWarning(clocks)?.at,
    ...runningTargets(clocks, ({ warnedAt }) => warnedAt !== undefined),
  ]
    .filter((at) => at !== undefined)
    .sort()
  if (moment === undefined) return {}
  const { partition, shardOf } = lists.threadClocks
  return { gsi2pk: partition(shardOf(store)), gsi2sk: `${moment}#${store}#${id}` }
}

/** Whether an unmet target is overdue. */
export const isLate = (clocks: Clocks | undefined, now: string): boolean =>
  runningTargets(clocks).some((dueAt) => dueAt <= now)

/** The due times of the running clocks. */
const runningTargets = (
  clocks: Clocks | undefined,
  counts: (clock: ThreadClock) => boolean = () => true,
): string[] =>
  clockNames.flatMap((name) => {
    const clock = clocks?.[name]
    const isRunning = clock?.runningSince !== undefined && clock.metAt === undefined
    return clock?.dueAt !== undefined && isRunning && counts(clock) ? [clock.dueAt] : []
  })

/** The thread that a sort key of `clockKeys` names. */
export interface ThreadOfClockKey {
  readonly store: string
  readonly threadId: string
}

export function threadOfClockKey(sort: string): ThreadOfClockKey {
  const [, store = '', threadId = ''] = sort.split('#')
  return { store, threadId }
}

const newClock = (targetHours: number): ThreadClock => ({
  targetMinutes: Math.max(1, Math.round(targetHours * 60)),
  spentMinutes: 0,
})

const workingTime = ({ opens, closes, weekdays, uf }: AnsweringHours): WorkingTime => ({
  workday: { opens, closes },
  weekdays,
  warehouseUf: uf,
})

function startClock(clock: ThreadClock, hours: AnsweringHours, now: string): ThreadClock {
  if (clock.runningSince !== undefined || clock.metAt !== undefined) return clock
  const left = Math.max(0, clock.targetMinutes - clock.spentMinutes)
  return { ...clock, runningSince: now, dueAt: afterWork(now, left, workingTime(hours)) }
}

function pauseClock(clock: ThreadClock, hours: AnsweringHours, now: string): ThreadClock {
  const { runningSince, dueAt: _, ...resting } = clock
  if (runningSince === undefined) return resting
  const ran = Math.round(minutesOfWork(runningSince, now, workingTime(hours)))
  return { ...resting, spentMinutes: clock.spentMinutes + ran }
}

const meetClock = (clock: ThreadClock, hours: AnsweringHours, now: string): ThreadClock =>
  clock.metAt === undefined ? { ...pauseClock(clock, hours, now), metAt: now } : clock

function unmeetClock({ metAt: _, ...clock }: ThreadClock): ThreadClock {
  return clock
}
