import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { followChannelWhenChannelOrderChanged } from './channel/follow-channel-when-channel-order-changed.event.ts'
import { correctOrderWhenCorrectionProposed } from './corrections/correct-order-when-correction-proposed.event.ts'
import { passOrderWhenQualityPassed } from './holds/clear-order-when-passed.event.ts'
import { holdOrderWhenIssueOpened } from './holds/hold-order-when-issue-opened.event.ts'
import { releaseHoldWhenIssueResolved } from './holds/release-hold-when-issue-resolved.event.ts'
import { reportPersonalDataWhenRequested } from './privacy/answer-when-personal-data-asked.event.ts'
import { holdOrdersWhenDefectConfirmed } from './sweeps/hold-orders-when-defect-confirmed.event.ts'
import { recheckOrdersWhenFactLearned } from './sweeps/recheck-orders-when-fact-learned.event.ts'
import { releaseOrdersWhenDefectLifted } from './sweeps/release-orders-when-defect-lifted.event.ts'
import { scanNextPageWhenPageScanned } from './sweeps/sweep-next-page-when-page-swept.event.ts'
import { reportOrdersWhenBackTestStarted } from './sweeps/tell-orders-when-back-test-started.event.ts'

export const reactions = [
  holdOrderWhenIssueOpened,
  releaseHoldWhenIssueResolved,
  followChannelWhenChannelOrderChanged,
  passOrderWhenQualityPassed,
  correctOrderWhenCorrectionProposed,
  holdOrdersWhenDefectConfirmed,
  releaseOrdersWhenDefectLifted,
  recheckOrdersWhenFactLearned,
  scanNextPageWhenPageScanned,
  reportOrdersWhenBackTestStarted,
  reportPersonalDataWhenRequested,
]

export const handler = inboxHandler('orders', reactions)
