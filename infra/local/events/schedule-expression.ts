import { Cron } from 'croner'

/** Next time after a given one, in ms since the epoch; undefined when there is none. */
export type NextTime = (after: number) => number | undefined

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/**
 * Compiles `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)` or `at(2026-12-01T08:00:00)`, as the EventBridge
 * Scheduler user guide describes them.
 *
 * @param from ms since the epoch from which a rate counts
 * @param timezone IANA name for cron and at, such as `America/Sao_Paulo`
 * @throws Error naming the problem of the expression
 */
export function compileSchedule(expression: string, from: number, timezone = 'UTC'): NextTime {
  const [, kind, body] = /^(rate|cron|at)\(([^()]+)\)$/.exec(expression) ?? []
  if (kind === undefined || body === undefined) throw invalid(expression, 'expected rate(), cron() or at()')
  if (kind === 'rate') return compileRate(expression, body, from)
  return kind === 'cron' ? compileCron(expression, body, timezone) : compileAt(expression, body, timezone)
}

function compileRate(expression: string, body: string, from: number): NextTime {
  const [, digits, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? []
  const value = Number(digits)
  if (unit === undefined || value < 1 || (value === 1) !== (plural === '')) {
    throw invalid(expression, 'expected such as rate(1 hour) or rate(5 minutes)')
  }
  const period = value * UNIT_MS[unit]!
  return (after) => from + (Math.max(0, Math.floor((after - from) / period)) + 1) * period
}

function compileCron(expression: string, body: string, timezone: string): NextTime {
  const fields = body.trim().split(/\s+/)
  if (fields.length !== 6) throw invalid(expression, `expected six fields, got ${fields.length}`)
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw invalid(expression, 'one of day of month and day of week is ?, the other is not')
  }
  const pattern = `0 ${fields.join(' ').replaceAll('?', '*')}`
  try {
    const cron = new Cron(pattern, {
      mode: '7-part',
      alternativeWeekdays: true,
      sloppyRanges: true,
      timezone,
    })
    return (after) => cron.nextRun(new Date(after))?.getTime()
  } catch (error) {
    throw invalid(expression, (error as Error).message)
  }
}

function compileAt(expression: string, body: string, timezone: string): NextTime {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body))
    throw invalid(expression, 'expected at(yyyy-mm-ddThh:mm:ss)')
  const time = new Cron(body, { timezone }).nextRun(new Date(0))?.getTime()
  return (after) => (time !== undefined && time > after ? time : undefined)
}

function invalid(expression: string, why: string): Error {
  return new Error(`Schedule expression ${expression} is not valid: ${why}`)
}
