import { setTimeout as delay } from 'node:timers/promises'
import type { CloudPart } from './contracts.ts'

export interface IdleOptions {
  /** Milliseconds until it gives up; a minute when left out. */
  readonly limitMs?: number
}

/** Work moves from part to part, so parts must be found idle twice in a row. */
const LOOKS = 2
const GAP_MS = 5

/**
 * Waits until no part has work under way, whatever moves between them in the meantime. Work that only waits for
 * the clock (the retry of a message, a schedule) keeps nobody waiting.
 *
 * @throws Error naming the parts that are still at work when the limit has passed
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
