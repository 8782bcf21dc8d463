import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { recordFeedback } from './record-feedback.usecase.ts'

/** Notes that a customer called a mail of ours spam. */
export const recordComplaintOnSesEvent = awsReaction({
  name: 'record-complaint-on-ses-event',
  onAws: { source: 'aws.ses', detailType: 'Email Complaint Received' },
  run: ({ detail, time }, context) =>
    recordFeedback(detail, { status: 'complained', at: new Date(time).toISOString() }, context),
})
