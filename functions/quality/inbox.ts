import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { closeBackTestWhenScanFinished } from './back-tests/close-back-test-when-scan-finished.event.ts'
import { evaluatePastOrdersWhenReported } from './back-tests/evaluate-past-orders-when-reported.event.ts'
import { fileComplaintWhenUnderstood } from './complaints/file-complaint-when-understood.event.ts'
import { openIssueWhenChannelConflicts } from './complaints/open-issue-when-channel-conflicts.event.ts'
import { openIssueWhenClaimChanged } from './complaints/open-issue-when-claim-changed.event.ts'
import { retractComplaintWhenWithdrawn } from './complaints/retract-complaint-when-withdrawn.event.ts'
import { trackDefectScanWhenPageScanned } from './defects/track-defect-scan-when-page-scanned.event.ts'
import { learnFactsWhenChannelOrderChanged } from './facts/learn-facts-when-channel-order-changed.event.ts'
import { fileReferencesWhenIssueOpened } from './issues/file-references-when-issue-opened.event.ts'
import { eraseRunWhenOrderErased } from './privacy/erase-run-when-order-erased.event.ts'
import { reportPersonalDataWhenRequested } from './privacy/report-personal-data-when-requested.event.ts'
import { checkAgainWhenDefectLifted } from './runs/check-again-when-defect-lifted.event.ts'
import { checkAgainWhenRecheckBatchDone } from './runs/check-again-when-recheck-batch-done.event.ts'
import { closeRunWhenOrderLeaves } from './runs/close-run-when-order-leaves.event.ts'
import { runChecksWhenFactLearned } from './runs/run-checks-when-fact-learned.event.ts'
import { runChecksWhenOrderChanges } from './runs/run-checks-when-order-changes.event.ts'
import { runChecksWhenWaiverChanges } from './runs/run-checks-when-waiver-changes.event.ts'

export const reactions = [
  runChecksWhenOrderChanges,
  runChecksWhenFactLearned,
  runChecksWhenWaiverChanges,
  closeRunWhenOrderLeaves,
  eraseRunWhenOrderErased,
  fileReferencesWhenIssueOpened,
  trackDefectScanWhenPageScanned,
  checkAgainWhenDefectLifted,
  checkAgainWhenRecheckBatchDone,
  evaluatePastOrdersWhenReported,
  closeBackTestWhenScanFinished,
  learnFactsWhenChannelOrderChanged,
  openIssueWhenClaimChanged,
  openIssueWhenChannelConflicts,
  fileComplaintWhenUnderstood,
  retractComplaintWhenWithdrawn,
  reportPersonalDataWhenRequested,
]

export const handler = inboxHandler('quality', reactions)
