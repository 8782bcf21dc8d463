import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { log, metric } from '../../../shared/log.ts'
import { watchHeldOrders } from './watch-held-orders.usecase.ts'

const name = 'warn-of-holds-at-risk'

/**
 * Runs every few minutes over all held orders: warns their departments once when the latest release is near, and ends
 * expired waivers.
 */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  const watched = await watchHeldOrders(cause, now())
  metric({}, { HoldsOverdue: watched.overdue })
  log.info('held orders watched', { ...watched })
}
