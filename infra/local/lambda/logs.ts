import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { FunctionLog } from './function-environment.ts'

/** What the functions and the API wrote, as tests read it. */
export interface Logs {
  /** The latest lines, oldest first. */
  readonly lines: readonly FunctionLog[]
  write(entry: FunctionLog): void
  stop(): Promise<void>
}

/** So many are kept in memory, at least. */
const KEPT = 100_000

/** Gathers log lines in memory, and in a file as JSON lines when one is given. */
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
