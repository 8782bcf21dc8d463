import type { CloudClock } from './contracts.ts'

interface Timer {
  readonly due: number
  readonly fire: () => void
}

/** `setTimeout` fires at once for a longer wait (2^31 - 1 ms), so longer waits are split. */
const LONGEST_WAIT = 2_147_483_647

/**
 * Creates the clock of a local cloud: real time plus what is advanced.
 * Its timers do not keep the process alive.
 */
export function createClock(): CloudClock {
  const shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)
  const offset = new Float64Array(shared)
  const timers = new Set<Timer>()
  const listeners = new Set<(ms: number) => void>()
  let wakeUp: NodeJS.Timeout | undefined

  const now = () => Date.now() + offset[0]!

  function after(ms: number, fire: () => void): () => void {
    const timer = { due: now() + Math.max(0, ms), fire }
    timers.add(timer)
    arm()
    return () => {
      timers.delete(timer)
    }
  }

  function advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`A clock is advanced by 0 ms or more, not by ${ms}`)
    const end = now() + ms
    // Advance timer by timer, so that each sees its own time and can set the next.
    for (let next = earliest(); next !== undefined && next.due <= end; next = earliest()) {
      offset[0] = Math.max(offset[0]!, next.due - Date.now())
      timers.delete(next)
      next.fire()
    }
    offset[0] = Math.max(offset[0]!, end - Date.now())
    arm()
    for (const listener of listeners) listener(ms)
  }

  function onAdvance(listener: (ms: number) => void): () => void {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  function earliest(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer
    return first
  }

  function arm(): void {
    clearTimeout(wakeUp)
    const next = earliest()
    if (next === undefined) return
    wakeUp = setTimeout(fireDue, Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(next.due - now()))))
    wakeUp.unref()
  }

  function fireDue(): void {
    for (let next = earliest(); next !== undefined && next.due <= now(); next = earliest()) {
      timers.delete(next)
      next.fire()
    }
    arm()
  }

  return { now, after, advance, onAdvance, shared }
}
