import { compileSchedule } from '../../../infra/local/events/schedule-expression.ts'

const from = Date.parse('2026-11-24T03:00:00Z')

function nextTimes(expression: string, count: number, timezone: string): string[] {
  const next = compileSchedule(expression, from, timezone)
  const times: string[] = []
  for (let at = next(from); at !== undefined && times.length < count; at = next(at)) {
    times.push(new Date(at).toISOString().slice(0, 16))
  }
  return times
}

describe('a schedule expression', () => {
  it.each<[string, string, string[]]>([
    ['rate(1 minute)', 'UTC', ['2026-11-24T03:01', '2026-11-24T03:02']],
    ['rate(90 minutes)', 'UTC', ['2026-11-24T04:30', '2026-11-24T06:00']],
    ['rate(7 days)', 'UTC', ['2026-12-01T03:00', '2026-12-08T03:00']],
    ['cron(0/15 * * * ? *)', 'UTC', ['2026-11-24T03:15', '2026-11-24T03:30']],
    ['cron(0 8 ? * MON-FRI *)', 'UTC', ['2026-11-24T08:00', '2026-11-25T08:00', '2026-11-26T08:00']],
    ['cron(0 8 ? * SAT *)', 'UTC', ['2026-11-28T08:00', '2026-12-05T08:00']],
    ['cron(0 12 ? * 1 *)', 'UTC', ['2026-11-29T12:00', '2026-12-06T12:00']],
    ['cron(0 8 1 * ? *)', 'UTC', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['cron(0 8 L * ? *)', 'UTC', ['2026-11-30T08:00', '2026-12-31T08:00']],
    ['cron(0 8 ? * 2#1 *)', 'UTC', ['2026-12-07T08:00', '2027-01-04T08:00']],
    ['cron(0 8 3W * ? *)', 'UTC', ['2026-12-03T08:00', '2027-01-04T08:00']],
    ['cron(30 23 31 12 ? 2026)', 'UTC', ['2026-12-31T23:30']],
    ['cron(0 8 * * ? *)', 'America/Sao_Paulo', ['2026-11-24T11:00', '2026-11-25T11:00']],
    ['at(2026-12-01T08:00:00)', 'UTC', ['2026-12-01T08:00']],
    ['at(2026-12-01T08:00:00)', 'America/Sao_Paulo', ['2026-12-01T11:00']],
    ['at(2026-11-01T08:00:00)', 'UTC', []],
  ])('%s in %s fires at %j', (expression, timezone, expected) => {
    expect(nextTimes(expression, Math.max(1, expected.length), timezone)).toEqual(expected)
  })

  it.each([
    ['rate(1 minutes)', /rate\(1 hour\)/],
    ['rate(5 minute)', /rate\(1 hour\)/],
    ['rate(0 minutes)', /rate\(1 hour\)/],
    ['rate(5 seconds)', /rate\(1 hour\)/],
    ['cron(0 8 * * *)', /six fields, got 5/],
    ['cron(0 8 * * * *)', /one of day of month and day of week/],
    ['cron(0 8 ? * ? *)', /one of day of month and day of week/],
    ['cron(61 8 * * ? *)', /not valid/],
    ['at(tomorrow)', /yyyy-mm-dd/],
    ['every day', /expected rate\(\), cron\(\) or at\(\)/],
  ])('%s is rejected: %s', (expression, message) => {
    expect(() => compileSchedule(expression, from)).toThrow(message)
  })
})
