import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { log } from '../../../shared/log.ts'
import { retrainDue } from './retrain-due.usecase.ts'

const name = 'retrain-classifiers'

/** Trains the models of stores with new corrections, once a day. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  log.info('classifier models trained', { ...(await retrainDue(cause, now())) })
}
