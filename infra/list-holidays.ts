import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Holidays from 'date-holidays'

/** Non-business days, as `MM-DD` for every year and `YYYY-MM-DD`; each list is joined by spaces. */
export interface HolidayList {
  readonly everyYear: string
  readonly also: string
}

/** Years to list, from those of the oldest test orders. */
const years = Array.from({ length: 41 }, (_, n) => 2015 + n)
const country = 'BR'

/**
 * Brazil's holidays from date-holidays: national ones, and those that each state adds. Includes public and bank holidays
 * only; leaves out what always falls on a weekend.
 */
export function listHolidays(): Record<string, HolidayList> {
  const nationwide = daysOff(new Holidays(country))
  const states = Object.keys(new Holidays().getStates(country)).sort()
  // A state's rule hides the national one of the same day, even after it ended: query both and merge.
  return {
    [country]: compact(nationwide, []),
    ...Object.fromEntries(
      states.map((state) => [state, compact(daysOff(new Holidays(country, state)), nationwide)]),
    ),
  }
}

const daysOff = (holidays: Holidays): string[] =>
  years
    .flatMap((year) => holidays.getHolidays(year))
    .filter(({ type }) => type === 'public' || type === 'bank')
    .map(({ date }) => date.slice(0, 10))

function compact(days: readonly string[], known: readonly string[]): HolidayList {
  const inYear = (year: number, of: readonly string[]): string[] =>
    of.filter((day) => day.startsWith(`${year}-`)).map((day) => day.slice(5))
  const everyYear = (of: readonly string[]): string[] =>
    years.map((year) => inYear(year, of)).reduce((common, some) => common.filter((day) => some.includes(day)))
  const knownEveryYear = everyYear(known)
  const own = everyYear(days).filter((day) => !knownEveryYear.includes(day))
  const also = days.filter((day) => !known.includes(day) && !own.includes(day.slice(5)) && isWeekday(day))
  return { everyYear: listed(own), also: listed(also) }
}

const listed = (days: readonly string[]): string => [...new Set(days)].sort().join(' ')

const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay())

/** Source text of the list: the library and its data are too large for a bundle. */
const sourceOf = (list: Record<string, HolidayList>): string => `/**
 * Holidays of Brazil (\`BR\`) and what each state adds, ${years[0]} to ${years.at(-1)}: \`MM-DD\` in every year, and single days.
 * Made from date-holidays by \`node infra/list-holidays.ts\`; a test compares the two.
 */
export const holidays: Readonly<Record<string, { readonly everyYear: string; readonly also: string }>> = {
${Object.entries(list)
  .map(
    ([place, { everyYear, also }]) => `  ${place}: {
    everyYear: '${everyYear}',
    also: '${also}',
  },
`,
  )
  .join('')}}
`

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '../shared/holidays.ts'), sourceOf(listHolidays()))
}
