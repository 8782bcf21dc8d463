import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { log } from '../../../shared/log.ts'
import { retrainDue } from './retrain-due.usecase.ts'

const name = 'retrain-classifiers'

/** Once a day, has the models that read mail learn from what analysts said since. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  log.info('models of mail trained', { ...(await retrainDue(cause, now())) })
}
