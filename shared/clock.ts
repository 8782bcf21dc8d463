/** The current time: UTC, ISO-8601 with milliseconds. Nothing else in the suite reads the clock. */
export const now = (): string => new Date().toISOString()

/**
 * Milliseconds since the process started: for durations, not for times of day. It avoids `performance`, which Node loads
 * at first use: most of a millisecond of a cold start.
 */
export const stopwatch = (): number => process.uptime() * 1000
