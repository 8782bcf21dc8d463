import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../shared/clock.ts'
import { log } from '../../shared/log.ts'
import { reviewRequests } from './review-requests.usecase.ts'

/** Asks the slices again about erasures of which something had to be kept: what no longer has to be is erased. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = {
    actor: { type: 'system', id: 'review-requests' },
    causationId: id,
    correlationId: id,
  } as const
  log.info('requests of privacy reviewed', { reviewed: await reviewRequests(cause, now()) })
}
