import { issueOpened } from '../../../events/quality/issue-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { fileReferences } from './issue-references.store.ts'

/** Indexes a new issue by the SKUs, suppliers and orders that it refers to. */
export const fileReferencesWhenIssueOpened = reaction({
  name: 'file-references-when-issue-opened',
  on: [issueOpened],
  run: ({ snapshot }, { cause, now }) => fileReferences(snapshot, cause, now),
})
