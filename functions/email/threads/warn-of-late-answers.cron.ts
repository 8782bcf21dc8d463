import type { EventBridgeEvent } from 'aws-lambda'
import { now } from '../../../shared/clock.ts'
import { log, metric } from '../../../shared/log.ts'
import { watchClocks } from './watch-clocks.usecase.ts'

const name = 'warn-of-late-answers'

/** Looks at the clocks of conversations every few minutes and tells, once for each, when it will soon be too late. */
export async function handler({ id }: Pick<EventBridgeEvent<string, unknown>, 'id'>): Promise<void> {
  const cause = { actor: { type: 'system', id: name }, causationId: id, correlationId: id } as const
  const watched = await watchClocks(cause, now())
  metric({}, { AnswersOverdue: watched.overdue })
  log.info('clocks of conversations watched', { ...watched })
}
