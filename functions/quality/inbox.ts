import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { runChecksWhenOrderChanges } from './run-checks-when-order-changes.event.ts'

export const reactions = [runChecksWhenOrderChanges]

export const handler = inboxHandler('quality', reactions)
