import type { AnsweringHours, CategoryHandling } from '../../../events/email/email-settings-events.ts'
import type { ThreadClock, ThreadSnapshot, ThreadStatus } from '../../../events/email/thread-snapshot.ts'
import { afterWork, minutesOfWork, type WorkingTime } from '../../../shared/calendar.ts'
import type { IndexKeys } from '../../../shared/table/aggregate.ts'
import { lists } from '../../../shared/table/keys.ts'

/** The two clocks of a thread, and the hours in which they run: those of the store when they were set. */
export type Clocks = NonNullable<ThreadSnapshot['clocks']>

const clockNames = ['firstResponse', 'resolution'] as const
type ClockName = (typeof clockNames)[number]

/** Somebody is warned when this part of a target is spent. */
const warnAtShare = 0.75

/** Sets the clocks of a thread that came in at a time: what was worked since then is spent. */
export const startClocks = (handling: CategoryHandling, hours: AnsweringHours, since: string): Clocks => ({
  hours,
  firstResponse: startClock(newClock(handling.firstResponseHours), hours, since),
  resolution: startClock(newClock(handling.resolutionHours), hours, since),
})

/** Sets other targets, as for another category. What is spent stays spent, and who was warned is not warned again. */
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
 * The clocks of a thread that comes to a status: they run while we owe something (`triage`, `open`) and rest while the
 * customer does. With `resolved` and `closed` both are met; taken up again, the solution is owed again from where its
 * clock stood, the first response is not.
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

/** Meets the first response: a person answered. */
export const meetFirstResponse = (clocks: Clocks, now: string): Clocks =>
  clocks.firstResponse === undefined
    ? clocks
    : { ...clocks, firstResponse: meetClock(clocks.firstResponse, clocks.hours, now) }

/** A clock that is due to be warned of. */
export interface Warning {
  readonly clock: ClockName
  readonly at: string
  readonly dueAt: string
}

/** Of which clock somebody is to be warned next, and when; of each once, and of none that rests. */
export function nextWarning(clocks: Clocks | undefined): Warning | undefined {
  if (clocks === undefined) return undefined
  const warnings = clockNames.flatMap((clock): Warning[] => {
    const known = clocks[clock]
    if (known?.runningSince === undefined || known.dueAt === undefined || known.warnedAt !== undefined)
      return []
    const left = Math.max(0, known.targetMinutes * warnAtShare - known.spentMinutes)
    return [{ clock, at: afterWork(known.runningSince, left, workingTime(clocks.hours)), dueAt: known.dueAt }]
  })
  return warnings.sort((a, b) => (a.at < b.at ? -1 : 1))[0]
}

/** Notes that somebody was warned of a clock. */
export function markWarned(clocks: Clocks, name: ClockName, now: string): Clocks {
  const clock = clocks[name]
  return clock === undefined ? clocks : { ...clocks, [name]: { ...clock, warnedAt: now } }
}

/** True while a clock runs of which somebody was warned, or which is past its time. */
export const isAtRisk = (clocks: Clocks | undefined, now: string): boolean =>
  clockNames.some((name) => {
    const clock = clocks?.[name]
    if (clock?.dueAt === undefined) return false
    return clock.warnedAt !== undefined || clock.dueAt <= now
  })

/**
 * Where a thread waits for its next warning and then, until it is answered, for its target to pass; one that waits for
 * neither is not there.
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

/** Whether a target of a thread has passed that is still owed. */
export const isLate = (clocks: Clocks | undefined, now: string): boolean =>
  runningTargets(clocks).some((dueAt) => dueAt <= now)

/** When the targets of the clocks pass that run. */
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
