import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { clearOrderWhenPassed } from './clear-order-when-passed.event.ts'
import { correctOrderWhenCorrectionProposed } from './correct-order-when-correction-proposed.event.ts'
import { followChannelWhenChannelOrderChanged } from './follow-channel-when-channel-order-changed.event.ts'
import { holdOrderWhenIssueOpened } from './hold-order-when-issue-opened.event.ts'
import { holdOrdersWhenDefectConfirmed } from './hold-orders-when-defect-confirmed.event.ts'
import { recheckOrdersWhenFactLearned } from './recheck-orders-when-fact-learned.event.ts'
import { releaseHoldWhenIssueResolved } from './release-hold-when-issue-resolved.event.ts'
import { releaseOrdersWhenDefectLifted } from './release-orders-when-defect-lifted.event.ts'
import { sweepNextPageWhenPageSwept } from './sweep-next-page-when-page-swept.event.ts'
import { tellOrdersWhenBackTestStarted } from './tell-orders-when-back-test-started.event.ts'

export const reactions = [
  holdOrderWhenIssueOpened,
  releaseHoldWhenIssueResolved,
  followChannelWhenChannelOrderChanged,
  clearOrderWhenPassed,
  correctOrderWhenCorrectionProposed,
  holdOrdersWhenDefectConfirmed,
  releaseOrdersWhenDefectLifted,
  recheckOrdersWhenFactLearned,
  sweepNextPageWhenPageSwept,
  tellOrdersWhenBackTestStarted,
  answerWhenPersonalDataAsked,
]

export const handler = inboxHandler('orders', reactions)
