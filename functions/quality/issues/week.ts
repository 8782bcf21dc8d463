const day = 86_400_000

/** The ISO 8601 week of an instant, in UTC, such as `2026-W48`. A week belongs to the year of its Thursday. */
export function weekOf(instant: string): string {
  const time = Date.parse(instant)
  const weekday = (new Date(time).getUTCDay() + 6) % 7
  const thursday = new Date(time + (3 - weekday) * day)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * day)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The `count` weeks up to and including the week of an instant, oldest first. */
export const weeksUntil = (instant: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    weekOf(new Date(Date.parse(instant) - (count - 1 - n) * 7 * day).toISOString()),
  )
