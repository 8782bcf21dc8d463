import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { log, metric } from '../../../shared/log.ts'
import { findConnection, liveConnections } from '../connections/connection.store.ts'
import { retryPaused } from '../deliveries/retry-paused.usecase.ts'
import { type Budget, budgetOf } from '../platforms/fetch/platform-request.client.ts'
import { pollConnection, reportSilence } from './poll-connection.usecase.ts'

const name = 'poll-connections'

/** Milliseconds for a whole run, below the function's time, and for one connection of it. */
const runMilliseconds = 200_000
const connectionMilliseconds = 60_000
/** Connections that are polled side by side. */
const concurrency = 4

/**
 * Polls the platforms of all live connections for changes without a call, and reports silent connections. A
 * failure of one connection is recorded on it and stops no other. The order is random in each run, so a
 * connection that found no time is not last every time.
 */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  const budget = budgetOf(runMilliseconds)
  const waiting = shuffled(await liveConnections())
  const total = { connections: waiting.length, found: 0, silent: 0, failed: 0, left: 0 }
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (budget.left() <= 0) {
        total.left += 1
        continue
      }
      const { found, silent, failed } = await pollOne(next, cause, budget)
      total.found += found
      total.silent += silent
      total.failed += failed
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  metric({}, { ChannelsSilent: total.silent })
  log.info('connections polled', total)
}

interface PollResult {
  readonly found: number
  readonly silent: 0 | 1
  readonly failed: 0 | 1
}

async function pollOne(connectionId: string, cause: Cause, budget: Budget): Promise<PollResult> {
  try {
    const connection = await findConnection(connectionId)
    if (connection?.status !== 'live') return { found: 0, silent: 0, failed: 0 }
    const milliseconds = Math.min(connectionMilliseconds, Math.max(0, budget.left()))
    const found = await pollConnection(connection, cause, budgetOf(milliseconds))
    // Retry what was parked while the connection was being resumed.
    await retryPaused(connection, cause, now())
    const silent = await reportSilence(connection, cause, now())
    return { found, silent: silent ? 1 : 0, failed: 0 }
  } catch (error) {
    log.error('connection poll failed', { connectionId, error })
    return { found: 0, silent: 0, failed: 1 }
  }
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)
}
