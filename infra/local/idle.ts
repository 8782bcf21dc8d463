import { setTimeout as delay } from 'node:timers/promises'
import type { CloudPart } from './contracts.ts'

export interface IdleOptions {
  /** Timeout in milliseconds; a minute by default. */
  readonly limitMs?: number
}

/** Work moves between parts, so all must be idle twice in a row. */
const LOOKS = 2
const GAP_MS = 5

/**
 * Resolves when no part has work in progress. Work that waits for the clock (a message's retry, a schedule) does not
 * count.
 *
 * @throws Error naming the busy parts at the timeout
 */
export async function untilIdle(
  parts: ReadonlyMap<string, CloudPart>,
  options: IdleOptions = {},
): Promise<void> {
  const { limitMs = 60_000 } = options
  const end = performance.now() + limitMs
  for (let looks = 0; looks < LOOKS; await delay(GAP_MS)) {
    const busy = await atWork(parts)
    looks = busy.length === 0 ? looks + 1 : 0
    if (busy.length > 0 && performance.now() > end) {
      throw new Error(`The local cloud is still at work after ${limitMs} ms: ${busy.join(', ')}`)
    }
  }
}

async function atWork(parts: ReadonlyMap<string, CloudPart>): Promise<string[]> {
  const busy: string[] = []
  for (const [name, part] of parts) {
    const pending = await part.pending()
    if (pending > 0) busy.push(`${name} (${pending})`)
  }
  return busy
}
