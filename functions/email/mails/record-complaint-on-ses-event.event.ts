import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { recordFeedback } from './record-feedback.usecase.ts'

/** Records that a customer marked a mail as spam. */
export const recordComplaintOnSesEvent = awsReaction({
  name: 'record-complaint-on-ses-event',
  onAws: { source: 'aws.ses', detailType: 'Email Complaint Received' },
  run: ({ detail, time }, context) =>
    recordFeedback(detail, { status: 'complained', at: new Date(time).toISOString() }, context),
})
