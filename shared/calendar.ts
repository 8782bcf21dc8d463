import { holidays } from './holidays.ts'

/**
 * Working time of a warehouse or an office: weekdays without national or state holidays, between two local times. All
 * local times are those of São Paulo.
 */
export interface WorkingTime {
  /** State whose holidays apply besides the national ones. */
  readonly warehouseUf?: string | undefined
  /** Local times as HH:MM; 08:00 to 18:00 unless given. */
  readonly workday?: { readonly opens: string; readonly closes: string } | undefined
  /** Local time after which a released order waits for the next business day. */
  readonly cutOff?: string | undefined
  /** Working days of the week, 0 for Sunday; Monday to Friday unless given. */
  readonly weekdays?: readonly number[] | undefined
}

const timeZone = 'America/Sao_Paulo'
const usualWorkday = { opens: '08:00', closes: '18:00' }
const msPerMinute = 60_000
const msPerDay = 24 * 60 * msPerMinute

/** A time in local terms. */
interface LocalTime {
  /** Days since 1970-01-01. */
  readonly day: number
  /** Milliseconds since midnight. */
  readonly time: number
}

const mondayToFriday = [1, 2, 3, 4, 5]

/** True on a weekday that is neither a national nor a state holiday. */
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

/** The time after some minutes of work, counted from when work on an order released at the given time starts. */
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

/** Minutes of work between two times; zero when the second is not later. The cut-off is ignored. */
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
 * The latest time at which a released order can still be dispatched by its deadline: earlier by the working time that
 * 90 % of the store's orders need, and not after that day's cut-off. Without a handling time from the store, only the
 * cut-off and the working days count. Nothing for an order without a deadline.
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

/** When work on an order released now starts: at once, or on the next business day after the cut-off. */
function startOfWork({ day, time }: LocalTime, hours: WorkingTime): LocalTime {
  const { opens, cutOff } = hoursOf(hours)
  return isWorkedOn(day, hours) && time <= cutOff
    ? { day, time: Math.max(time, opens) }
    : { day: nextBusinessDay(day, hours), time: opens }
}

/** The last working time that is not after a time. */
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

/** Opening, closing and cut-off, in milliseconds since midnight. The cut-off is the closing time unless given. */
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
  // The offset at the resulting time counts; it differs from the first guess only at a daylight saving change.
  const ms = asIfUtc - offsetAt(asIfUtc - offsetAt(asIfUtc))
  return new Date(ms).toISOString()
}

let zone: Intl.DateTimeFormat | undefined
/** Cached by hour: offsets change at full hours only, and a lookup takes 2 us, ten times for one order. */
const offsets = new Map<number, number>()

/** Offset of local time from UTC in milliseconds: Brazil had daylight saving time until 2019, and may have it again. */
function offsetAt(ms: number): number {
  const hour = Math.floor(ms / (60 * msPerMinute))
  const cached = offsets.get(hour)
  if (cached !== undefined) return cached
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
