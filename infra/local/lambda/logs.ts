import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { FunctionLog } from './function-environment.ts'

/** Log lines of the functions and the API. */
export interface Logs {
  /** The latest lines, oldest first. */
  readonly lines: readonly FunctionLog[]
  write(entry: FunctionLog): void
  stop(): Promise<void>
}

/** Minimum number of lines in memory. */
const KEPT = 100_000

/** Collects log lines in memory, and as JSON lines in a file if one is given. */
export function openLogs(file?: string): Logs {
  let lines: FunctionLog[] = []
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: 'a' })
  return {
    get lines() {
      return lines
    },
    write(entry) {
      lines.push(entry)
      if (lines.length > 2 * KEPT) lines = lines.slice(-KEPT)
      stream?.write(`${JSON.stringify(entry)}\n`)
    },
    async stop() {
      if (stream === undefined) return
      stream.end()
      await finished(stream)
    },
  }
}
