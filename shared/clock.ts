/** The only place where the suite reads the time: UTC, ISO-8601 with milliseconds. */
export const now = (): string => new Date().toISOString()

/** Milliseconds since the process started: for durations, never for times of day. */
export const stopwatch = (): number => performance.now()
