import { setTimeout as delay } from 'node:timers/promises'
import type { CloudPart } from '../../../infra/local/contracts.ts'

const LIMIT_MS = 20_000
const POLL_MS = 5

/** Waits until the part is idle twice in a row; fails after 20 seconds. */
export async function settled(part: Pick<CloudPart, 'pending'>): Promise<void> {
  let quiet = 0
  await until('nothing is pending', async () => {
    quiet = (await part.pending()) === 0 ? quiet + 1 : 0
    return quiet === 2
  })
}

/** Polls until a condition holds; fails after 20 seconds, naming it. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await delay(POLL_MS)) {
    if (await holds()) return
  }
  throw new Error(`Timed out after ${LIMIT_MS / 1000} s: ${what}.`)
}
