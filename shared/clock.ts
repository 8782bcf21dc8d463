/** The only place where the suite reads the time: UTC, ISO-8601 with milliseconds. */
export const now = (): string => new Date().toISOString()

/**
 * Milliseconds since the process started: for durations, never for times of day. Not by `performance`, which Node
 * loads when it is first touched: most of a millisecond of a cold start.
 */
export const stopwatch = (): number => process.uptime() * 1000
