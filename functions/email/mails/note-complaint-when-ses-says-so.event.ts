import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { keepFeedback } from './note-feedback.store.ts'

/** Notes that a customer called a mail of ours spam. */
export const noteComplaintWhenSesSaysSo = awsReaction({
  name: 'note-complaint-when-ses-says-so',
  onAws: { source: 'aws.ses', detailType: 'Email Complaint Received' },
  run: ({ detail, time }, context) =>
    keepFeedback(detail, { status: 'complained', at: new Date(time).toISOString() }, context),
})
