import { connectionResumed } from '../../../events/channels/channel-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { log } from '../../../shared/log.ts'
import { findConnection } from '../connections/connection.store.ts'
import { retryPaused } from './retry-paused.usecase.ts'

/** Retries the deliveries stored during a pause once the connection is resumed, unless it is paused again. */
export const retryPausedWhenResumed = reaction({
  name: 'retry-paused-when-resumed',
  on: [connectionResumed],
  run: async ({ aggregate }, { cause, now }) => {
    const connection = await findConnection(aggregate.id)
    if (connection?.status !== 'live') return
    const retried = await retryPaused(connection, cause, now)
    if (retried > 0) log.info('paused deliveries retried', { connectionId: connection.id, retried })
  },
})
