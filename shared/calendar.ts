import { holidays } from './holidays.ts'

/**
 * When a warehouse or an office works: on weekdays that are no holiday of the country or of its state, between two
 * local times. All local times are those of São Paulo.
 */
export interface WorkingTime {
  /** State whose holidays count beside the country's. */
  readonly warehouseUf?: string | undefined
  /** Local times as HH:MM; 08:00 to 18:00 unless given. */
  readonly workday?: { readonly opens: string; readonly closes: string } | undefined
  /** Local time after which what is released waits for the next business day. */
  readonly cutOff?: string | undefined
  /** Days of the week that are worked, 0 for Sunday; Monday to Friday unless given. */
  readonly weekdays?: readonly number[] | undefined
}

const timeZone = 'America/Sao_Paulo'
const usualWorkday = { opens: '08:00', closes: '18:00' }
const msPerMinute = 60_000
const msPerDay = 24 * 60 * msPerMinute

/** A moment as the clock on the wall has it. */
interface LocalTime {
  /** Days since 1970-01-01. */
  readonly day: number
  /** Milliseconds since midnight. */
  readonly time: number
}

const mondayToFriday = [1, 2, 3, 4, 5]

/** True on a weekday that is no holiday of the country or of the state. */
export function isBusinessDay(
  day: string,
  uf?: string,
  weekdays: readonly number[] = mondayToFriday,
): boolean {
  if (!weekdays.includes(new Date(day).getUTCDay())) return false
  return ['BR', uf?.trim().toUpperCase() ?? ''].every((place) => {
    const { everyYear, also } = Object.hasOwn(holidays, place) ? (holidays[place] ?? noDays) : noDays
    return !everyYear.includes(day.slice(5)) && !also.includes(day)
  })
}

const noDays = { everyYear: '', also: '' }

/** The moment after some minutes of work, counted from when work on something that is released then begins. */
export function afterWork(released: string, minutes: number, hours: WorkingTime): string {
  const { opens, closes } = hoursOf(hours)
  let { day, time } = startOfWork(toLocal(released), hours)
  let left = minutes * msPerMinute
  while (left > closes - time) {
    left -= closes - time
    day = nextBusinessDay(day, hours)
    time = opens
  }
  return toInstant({ day, time: time + left })
}

/** Minutes of work between two moments; none when the second is not the later one. The cut-off plays no part. */
export function minutesOfWork(from: string, to: string, hours: WorkingTime): number {
  const { opens, closes } = hoursOf(hours)
  const [first, last] = [toLocal(from), toLocal(to)]
  let worked = 0
  for (let day = first.day; day <= last.day; day++) {
    if (!isWorkedOn(day, hours)) continue
    const start = day === first.day ? Math.max(opens, first.time) : opens
    const end = day === last.day ? Math.min(closes, last.time) : closes
    worked += Math.max(0, end - start)
  }
  return worked / msPerMinute
}

/**
 * The latest moment at which an order can be released and still be dispatched by its deadline: the working time that
 * 90 % of the store's orders need before it, and not after that day's cut-off. Where the store has not told how long it
 * takes, only the cut-off and the working days count. Nothing for an order without a deadline.
 */
export function latestRelease(
  { dispatchBy }: { readonly dispatchBy?: string | undefined },
  facts: WorkingTime & { readonly handlingP90Minutes?: number | undefined },
): string | undefined {
  if (dispatchBy === undefined) return undefined
  const { opens, closes, cutOff } = hoursOf(facts)
  let { day, time } = endOfWork(toLocal(dispatchBy), facts)
  let left = (facts.handlingP90Minutes ?? 0) * msPerMinute
  while (left > time - opens) {
    left -= time - opens
    day = lastBusinessDay(day - 1, facts)
    time = closes
  }
  return toInstant({ day, time: Math.min(time - left, cutOff) })
}

/** When work on what is released now begins: at once, or on the next business day when the cut-off is past. */
function startOfWork({ day, time }: LocalTime, hours: WorkingTime): LocalTime {
  const { opens, cutOff } = hoursOf(hours)
  return isWorkedOn(day, hours) && time <= cutOff
    ? { day, time: Math.max(time, opens) }
    : { day: nextBusinessDay(day, hours), time: opens }
}

/** The last moment of work that is not after a moment. */
function endOfWork({ day, time }: LocalTime, hours: WorkingTime): LocalTime {
  const { opens, closes } = hoursOf(hours)
  return isWorkedOn(day, hours) && time >= opens
    ? { day, time: Math.min(time, closes) }
    : { day: lastBusinessDay(day - 1, hours), time: closes }
}

const nextBusinessDay = (day: number, hours: WorkingTime): number =>
  isWorkedOn(day + 1, hours) ? day + 1 : nextBusinessDay(day + 1, hours)

const lastBusinessDay = (day: number, hours: WorkingTime): number =>
  isWorkedOn(day, hours) ? day : lastBusinessDay(day - 1, hours)

const isWorkedOn = (day: number, { warehouseUf, weekdays }: WorkingTime): boolean =>
  isBusinessDay(new Date(day * msPerDay).toISOString().slice(0, 10), warehouseUf, weekdays)

/** Opening, closing and cut-off, in milliseconds since midnight. Without a cut-off of its own a day ends with its work. */
function hoursOf({ workday = usualWorkday, cutOff = workday.closes }: WorkingTime) {
  const [opens, closes] = [timeOf(workday.opens), timeOf(workday.closes)]
  return { opens, closes, cutOff: Math.min(closes, timeOf(cutOff)) }
}

const timeOf = (hoursAndMinutes: string): number => Date.parse(`1970-01-01T${hoursAndMinutes}Z`)

function toLocal(instant: string): LocalTime {
  const ms = Date.parse(instant)
  const local = ms + offsetAt(ms)
  const day = Math.floor(local / msPerDay)
  return { day, time: local - day * msPerDay }
}

function toInstant({ day, time }: LocalTime): string {
  const asIfUtc = day * msPerDay + time
  // What counts is the offset at the moment itself, which differs from the first guess only where a clock is put.
  const ms = asIfUtc - offsetAt(asIfUtc - offsetAt(asIfUtc))
  return new Date(ms).toISOString()
}

let zone: Intl.DateTimeFormat | undefined
/** By hour: clocks are put at full hours only, and to ask takes 2 us, ten times for one order. */
const offsets = new Map<number, number>()

/** How far the local clock is ahead of UTC, in milliseconds: Brazil had summer time until 2019, and may have it again. */
function offsetAt(ms: number): number {
  const hour = Math.floor(ms / (60 * msPerMinute))
  const known = offsets.get(hour)
  if (known !== undefined) return known
  if (offsets.size >= 1000) offsets.clear()
  const offset = askOffset(ms)
  offsets.set(hour, offset)
  return offset
}

function askOffset(ms: number): number {
  zone ??= new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(zone.format(ms)) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * msPerMinute
}
