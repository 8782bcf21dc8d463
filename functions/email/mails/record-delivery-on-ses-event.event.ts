import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { recordFeedback } from './record-feedback.usecase.ts'

/** Notes that a mail in a conversation was delivered. Of mails about orders nobody asks: they pass by. */
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
