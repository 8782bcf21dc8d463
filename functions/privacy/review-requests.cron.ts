import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../shared/clock.ts'
import { log } from '../../shared/log.ts'
import { reviewRequests } from './review-requests.usecase.ts'

/** Reviews erasures with retained records: records whose reason for retention ended are erased. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = {
    actor: { type: 'system', id: 'review-requests' },
    causationId: id,
    correlationId: id,
  } as const
  log.info('privacy requests reviewed', { reviewed: await reviewRequests(cause, now()) })
}
