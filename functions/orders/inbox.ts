import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { clearOrderWhenPassed } from './clear-order-when-passed.event.ts'
import { holdOrderWhenIssueOpened } from './hold-order-when-issue-opened.event.ts'
import { releaseHoldWhenIssueResolved } from './release-hold-when-issue-resolved.event.ts'

export const reactions = [holdOrderWhenIssueOpened, releaseHoldWhenIssueResolved, clearOrderWhenPassed]

export const handler = inboxHandler('orders', reactions)
