import fc from 'fast-check'
import { listHolidays } from '../../infra/list-holidays.ts'
import {
  afterWork,
  isBusinessDay,
  latestRelease,
  minutesOfWork,
  type WorkingTime,
} from '../../shared/calendar.ts'
import { holidays } from '../../shared/holidays.ts'

const nineToSix: WorkingTime = { workday: { opens: '09:00', closes: '18:00' }, warehouseUf: 'SP' }
/** A local time of 2026, when São Paulo is three hours behind UTC. */
const at = (local: string) => new Date(`2026-${local}-03:00`).toISOString()

describe('holidays', () => {
  it('match date-holidays (`node infra/list-holidays.ts` regenerates the file)', () => {
    expect(holidays).toEqual(listHolidays())
  })

  it.each([
    { day: '2026-11-24', uf: 'SP', business: true, what: 'a Tuesday' },
    { day: '2026-11-21', uf: 'SP', business: false, what: 'a Saturday' },
    { day: '2026-11-22', uf: 'SP', business: false, what: 'a Sunday' },
    { day: '2026-12-25', uf: 'SP', business: false, what: 'Christmas' },
    { day: '2026-04-03', uf: undefined, business: false, what: 'Good Friday' },
    { day: '2026-02-17', uf: undefined, business: false, what: 'Carnival' },
    { day: '2026-02-18', uf: undefined, business: true, what: 'Ash Wednesday' },
    { day: '2026-06-04', uf: undefined, business: false, what: 'Corpus Christi' },
    { day: '2026-11-20', uf: 'SP', business: false, what: 'Black Awareness Day, nationwide since 2024' },
    { day: '2026-11-20', uf: 'MG', business: false, what: 'Black Awareness Day, nationwide since 2024' },
    { day: '2018-11-20', uf: 'MG', business: true, what: 'the same day before it was nationwide' },
    { day: '2018-11-20', uf: 'RJ', business: false, what: 'the same day where the state observed it before' },
    { day: '2026-07-09', uf: 'SP', business: false, what: 'a holiday of São Paulo' },
    { day: '2026-07-09', uf: ' sp', business: false, what: 'a holiday of São Paulo' },
    { day: '2026-07-09', uf: 'RJ', business: true, what: 'another state’s holiday' },
    { day: '2026-07-09', uf: undefined, business: true, what: 'a state holiday without a state' },
    { day: '2026-07-09', uf: 'constructor', business: true, what: 'a state that an object has' },
  ])('$day in $uf: $what', ({ day, uf, business }) => {
    expect(isBusinessDay(day, uf)).toBe(business)
  })
})

describe('working time', () => {
  it.each([
    { from: '11-24T10:00', minutes: 60, done: '11-24T11:00', what: 'within a day' },
    { from: '11-24T17:30', minutes: 60, done: '11-25T09:30', what: 'over night' },
    { from: '11-24T17:00', minutes: 60, done: '11-24T18:00', what: 'just until closing' },
    { from: '11-24T06:00', minutes: 60, done: '11-24T10:00', what: 'from before opening' },
    { from: '11-24T20:00', minutes: 60, done: '11-25T10:00', what: 'from after closing' },
    { from: '11-27T17:30', minutes: 60, done: '11-30T09:30', what: 'over a weekend' },
    { from: '11-19T17:30', minutes: 60, done: '11-23T09:30', what: 'over a holiday and a weekend' },
    { from: '11-24T10:00', minutes: 1080, done: '11-26T10:00', what: 'two days of nine hours' },
    { from: '11-24T10:00', minutes: 0, done: '11-24T10:00', what: 'none' },
    { from: '11-28T10:00', minutes: 0, done: '11-30T09:00', what: 'none, on a Saturday' },
  ])('of $minutes minutes $what', ({ from, minutes, done }) => {
    expect(afterWork(at(from), minutes, nineToSix)).toBe(at(done))
  })

  it('starts on the next business day after the cut-off', () => {
    const hours = { ...nineToSix, cutOff: '14:00' }
    expect(afterWork(at('11-24T14:00'), 60, hours)).toBe(at('11-24T15:00'))
    expect(afterWork(at('11-24T14:01'), 60, hours)).toBe(at('11-25T10:00'))
    expect(afterWork(at('11-27T14:01'), 60, hours)).toBe(at('11-30T10:00'))
    expect(afterWork(at('11-24T19:00'), 60, { ...nineToSix, cutOff: '20:00' })).toBe(at('11-25T10:00'))
    expect(afterWork(at('11-24T06:30'), 60, { ...nineToSix, cutOff: '06:00' })).toBe(at('11-25T10:00'))
  })

  it('is from 8 to 18 by default', () => {
    expect(afterWork(at('11-24T17:30'), 60, {})).toBe(at('11-25T08:30'))
  })

  it('counts only the working weekdays', () => {
    const alsoSaturdays = { ...nineToSix, weekdays: [1, 2, 3, 4, 5, 6] }
    expect(afterWork(at('11-27T17:30'), 60, alsoSaturdays)).toBe(at('11-28T09:30'))
    expect(minutesOfWork(at('11-27T17:00'), at('11-30T10:00'), alsoSaturdays)).toBe(60 + 540 + 60)
  })

  it('uses local time with daylight saving time', () => {
    // In December 2018 São Paulo was two hours behind UTC.
    expect(afterWork('2018-12-04T19:30:00.000Z', 60, nineToSix)).toBe('2018-12-05T11:30:00.000Z')
  })

  it.each([
    { from: '11-24T10:00', to: '11-24T12:30', minutes: 150 },
    { from: '11-24T17:00', to: '11-25T10:00', minutes: 120 },
    { from: '11-19T17:00', to: '11-23T10:00', minutes: 120 },
    { from: '11-21T10:00', to: '11-22T10:00', minutes: 0 },
    { from: '11-25T10:00', to: '11-24T10:00', minutes: 0 },
  ])('is $minutes minutes from $from to $to', ({ from, to, minutes }) => {
    expect(minutesOfWork(at(from), at(to), nineToSix)).toBe(minutes)
  })
})

describe('the latest release', () => {
  const latest = (dispatchBy: string | undefined, facts: Parameters<typeof latestRelease>[1]) =>
    latestRelease(dispatchBy === undefined ? {} : { dispatchBy }, { ...nineToSix, ...facts })

  it.each([
    { by: '11-26T18:00', facts: { handlingP90Minutes: 60 }, release: '11-26T17:00', what: 'an hour before' },
    { by: '11-26T10:00', facts: { handlingP90Minutes: 120 }, release: '11-25T17:00', what: 'the day before' },
    { by: '11-26T23:00', facts: { handlingP90Minutes: 0 }, release: '11-26T18:00', what: 'at closing' },
    { by: '11-26T08:00', facts: { handlingP90Minutes: 0 }, release: '11-25T18:00', what: 'before opening' },
    { by: '11-29T12:00', facts: { handlingP90Minutes: 60 }, release: '11-27T17:00', what: 'over a weekend' },
    { by: '11-23T10:00', facts: { handlingP90Minutes: 120 }, release: '11-19T17:00', what: 'over a holiday' },
    {
      by: '11-26T18:00',
      facts: { handlingP90Minutes: 60, cutOff: '14:00' },
      release: '11-26T14:00',
      what: 'at the cut-off',
    },
    {
      by: '11-26T12:00',
      facts: { handlingP90Minutes: 60, cutOff: '14:00' },
      release: '11-26T11:00',
      what: 'before the cut-off',
    },
    { by: '11-26T18:00', facts: { cutOff: '14:00' }, release: '11-26T14:00', what: 'handling unknown' },
    {
      by: '11-26T10:00',
      facts: { handlingP90Minutes: 60 },
      release: '11-26T09:00',
      what: 'just at opening',
    },
  ])('for $by, $what', ({ by, facts, release }) => {
    expect(latest(at(by), facts)).toBe(at(release))
  })

  it('is undefined without a deadline', () => {
    expect(latest(undefined, { handlingP90Minutes: 60 })).toBeUndefined()
  })

  const clockTime = (min: number, max: number) =>
    fc
      .integer({ min, max })
      .map(
        (minute) =>
          `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      )
  const someHours = fc.record({
    workday: fc.record({ opens: clockTime(0, 700), closes: clockTime(701, 1439) }),
    warehouseUf: fc.constantFrom(...Object.keys(holidays)),
    handlingP90Minutes: fc.integer({ min: 0, max: 5000 }),
    cutOff: clockTime(0, 1439),
  })
  const aDeadline = fc
    .integer({ min: Date.parse('2016-09-01T00:00Z'), max: Date.parse('2030-12-31T00:00Z') })
    .map((ms) => new Date(ms).toISOString())
  const shifted = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString()

  it('meets the deadline, and one millisecond later misses it', () => {
    fc.assert(
      fc.property(someHours, aDeadline, (facts, dispatchBy) => {
        const release = latestRelease({ dispatchBy }, facts) ?? ''
        expect(afterWork(release, facts.handlingP90Minutes, facts) <= dispatchBy).toBe(true)
        expect(afterWork(shifted(release, 1), facts.handlingP90Minutes, facts) > dispatchBy).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is never later for an earlier deadline', () => {
    fc.assert(
      fc.property(someHours, aDeadline, fc.nat({ max: 864_000_000 }), (facts, dispatchBy, ms) => {
        const earlier = latestRelease({ dispatchBy: shifted(dispatchBy, -ms) }, facts) ?? ''
        expect(earlier <= (latestRelease({ dispatchBy }, facts) ?? '')).toBe(true)
      }),
    )
  })
})
