import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { log, metric } from '../../../shared/log.ts'
import { watchClocks } from './watch-clocks.usecase.ts'

const name = 'warn-of-late-answers'

/** Checks the clocks of all threads every few minutes, and warns once for each clock that will soon be overdue. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  const watched = await watchClocks(cause, now())
  metric({}, { AnswersOverdue: watched.overdue })
  log.info('thread clocks checked', { ...watched })
}
