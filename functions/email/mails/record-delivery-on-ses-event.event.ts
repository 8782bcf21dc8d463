import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { recordFeedback } from './record-feedback.usecase.ts'

/** Records that a mail in a thread was delivered. Mails about orders are filtered out. */
export const recordDeliveryOnSesEvent = awsReaction({
  name: 'record-delivery-on-ses-event',
  onAws: {
    source: 'aws.ses',
    detailType: 'Email Delivered',
    detail: { mail: { tags: { thread: [{ exists: true }] } } },
  },
  run: ({ detail, time }, context) =>
    recordFeedback(detail, { status: 'delivered', at: new Date(time).toISOString() }, context),
})
