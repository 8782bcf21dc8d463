import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { answerWhenPersonalDataAsked } from './answer-when-personal-data-asked.event.ts'
import { checkAgainWhenDefectLifted } from './check-again-when-defect-lifted.event.ts'
import { checkAgainWhenRecheckWalked } from './check-again-when-recheck-walked.event.ts'
import { closeBackTestWhenAllTold } from './close-back-test-when-all-told.event.ts'
import { closeRunWhenOrderLeaves } from './close-run-when-order-leaves.event.ts'
import { fileComplaintWhenUnderstood } from './file-complaint-when-understood.event.ts'
import { fileReferencesWhenIssueOpened } from './file-references-when-issue-opened.event.ts'
import { followSweepWhenPageSwept } from './follow-sweep-when-page-swept.event.ts'
import { forgetRunWhenOrderErased } from './forget-run-when-order-erased.event.ts'
import { judgePastOrdersWhenTold } from './judge-past-orders-when-told.event.ts'
import { learnFactsWhenChannelOrderChanged } from './learn-facts-when-channel-order-changed.event.ts'
import { openIssueWhenChannelConflicts } from './open-issue-when-channel-conflicts.event.ts'
import { openIssueWhenClaimChanged } from './open-issue-when-claim-changed.event.ts'
import { retractComplaintWhenWithdrawn } from './retract-complaint-when-withdrawn.event.ts'
import { runChecksWhenFactLearned } from './run-checks-when-fact-learned.event.ts'
import { runChecksWhenOrderChanges } from './run-checks-when-order-changes.event.ts'
import { runChecksWhenWaiverChanges } from './run-checks-when-waiver-changes.event.ts'

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
