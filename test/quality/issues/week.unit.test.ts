import fc from 'fast-check'
import { weekOf, weeksUntil } from '../../../functions/quality/issues/week.ts'

describe('the ISO week of an instant', () => {
  // ISO 8601: the first week is the one with the year's first Thursday.
  it.each([
    ['2026-11-24T12:00:00.000Z', '2026-W48'],
    ['2026-01-01T00:00:00.000Z', '2026-W01'],
    ['2025-12-28T23:59:59.999Z', '2025-W52'],
    ['2025-12-29T00:00:00.000Z', '2026-W01'],
    ['2027-01-03T23:59:59.999Z', '2026-W53'],
    ['2027-01-04T00:00:00.000Z', '2027-W01'],
    ['2024-12-30T12:00:00.000Z', '2025-W01'],
    ['2020-12-31T12:00:00.000Z', '2020-W53'],
  ])('of %s is %s', (instant, week) => {
    expect(weekOf(instant)).toBe(week)
  })

  it('changes only between Sunday and Monday', () => {
    const days = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(days, (date) => {
        const next = new Date(date.getTime() + 86_400_000)
        const changes = weekOf(date.toISOString()) !== weekOf(next.toISOString())
        expect(changes).toBe(next.getUTCDay() === 1)
      }),
    )
  })

  it('lists the weeks up to an instant, across a year boundary', () => {
    expect(weeksUntil('2027-01-06T12:00:00.000Z', 3)).toEqual(['2026-W52', '2026-W53', '2027-W01'])
  })
})
