import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { followChannelWhenChannelOrderChanged } from './channel/follow-channel-when-channel-order-changed.event.ts'
import { correctOrderWhenCorrectionProposed } from './corrections/correct-order-when-correction-proposed.event.ts'
import { holdOrderWhenIssueOpened } from './holds/hold-order-when-issue-opened.event.ts'
import { passOrderWhenQualityPassed } from './holds/pass-order-when-quality-passed.event.ts'
import { releaseHoldWhenIssueResolved } from './holds/release-hold-when-issue-resolved.event.ts'
import { reportPersonalDataWhenRequested } from './privacy/report-personal-data-when-requested.event.ts'
import { holdOrdersWhenDefectConfirmed } from './scans/hold-orders-when-defect-confirmed.event.ts'
import { recheckOrdersWhenFactLearned } from './scans/recheck-orders-when-fact-learned.event.ts'
import { releaseOrdersWhenDefectLifted } from './scans/release-orders-when-defect-lifted.event.ts'
import { reportOrdersWhenBackTestStarted } from './scans/report-orders-when-back-test-started.event.ts'
import { scanNextPageWhenPageScanned } from './scans/scan-next-page-when-page-scanned.event.ts'

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
