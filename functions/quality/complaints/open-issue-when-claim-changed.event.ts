import { channelClaimChanged } from '../../../events/channels/channel-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { reportOnce } from '../issues/reported-issue.usecase.ts'
import { claimReport } from './claim-report.ts'

/** Reports a channel's claim or return, once. Later changes at the channel resolve nothing here. */
export const openIssueWhenClaimChanged = reaction({
  name: 'open-issue-when-claim-changed',
  on: [channelClaimChanged],
  run: async ({ store, snapshot }, { cause, now }) => {
    await reportOnce(store, claimReport(snapshot), {
      by: snapshot.channel,
      cause,
      now,
      eventKey: snapshot.id,
    })
  },
})
