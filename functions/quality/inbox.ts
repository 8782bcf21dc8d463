import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { closeBackTestWhenAllTold } from './back-tests/close-back-test-when-all-told.event.ts'
import { judgePastOrdersWhenTold } from './back-tests/judge-past-orders-when-told.event.ts'
import { fileComplaintWhenUnderstood } from './complaints/file-complaint-when-understood.event.ts'
import { retractComplaintWhenWithdrawn } from './complaints/retract-complaint-when-withdrawn.event.ts'
import { followSweepWhenPageSwept } from './defects/follow-sweep-when-page-swept.event.ts'
import { learnFactsWhenChannelOrderChanged } from './facts/learn-facts-when-channel-order-changed.event.ts'
import { fileReferencesWhenIssueOpened } from './issues/file-references-when-issue-opened.event.ts'
import { openIssueWhenChannelConflicts } from './issues/open-issue-when-channel-conflicts.event.ts'
import { openIssueWhenClaimChanged } from './issues/open-issue-when-claim-changed.event.ts'
import { answerWhenPersonalDataAsked } from './privacy/answer-when-personal-data-asked.event.ts'
import { checkAgainWhenDefectLifted } from './runs/check-again-when-defect-lifted.event.ts'
import { checkAgainWhenRecheckWalked } from './runs/check-again-when-recheck-walked.event.ts'
import { closeRunWhenOrderLeaves } from './runs/close-run-when-order-leaves.event.ts'
import { forgetRunWhenOrderErased } from './runs/forget-run-when-order-erased.event.ts'
import { runChecksWhenFactLearned } from './runs/run-checks-when-fact-learned.event.ts'
import { runChecksWhenOrderChanges } from './runs/run-checks-when-order-changes.event.ts'
import { runChecksWhenWaiverChanges } from './runs/run-checks-when-waiver-changes.event.ts'

export const reactions = [
  runChecksWhenOrderChanges,
  runChecksWhenFactLearned,
  runChecksWhenWaiverChanges,
  closeRunWhenOrderLeaves,
  forgetRunWhenOrderErased,
  fileReferencesWhenIssueOpened,
  followSweepWhenPageSwept,
  checkAgainWhenDefectLifted,
  checkAgainWhenRecheckWalked,
  judgePastOrdersWhenTold,
  closeBackTestWhenAllTold,
  learnFactsWhenChannelOrderChanged,
  openIssueWhenClaimChanged,
  openIssueWhenChannelConflicts,
  fileComplaintWhenUnderstood,
  retractComplaintWhenWithdrawn,
  answerWhenPersonalDataAsked,
]

export const handler = inboxHandler('quality', reactions)
