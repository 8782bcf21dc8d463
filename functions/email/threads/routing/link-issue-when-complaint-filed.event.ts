import { complaintFiled } from '../../../../events/quality/complaint-events.ts'
import { reaction } from '../../../../shared/inbox/reaction.ts'
import { commitThread, loadThread } from '../thread.store.ts'
import { linkIssue } from './act-on-thread.ts'

/** Records the quality issue of a complaint in its thread. */
export const linkIssueWhenComplaintFiled = reaction({
  name: 'link-issue-when-complaint-filed',
  on: [complaintFiled],
  run: async ({ store, data: { threadId, issueId }, snapshot: { category } }, { cause, now }) => {
    const thread = await loadThread(store, threadId)
    await commitThread(linkIssue(thread, { id: issueId, category }, now), cause, now)
  },
})
