import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { keepFeedback } from './note-feedback.store.ts'

/** Notes that a mail in a conversation was delivered. Of mails about orders nobody asks: they pass by. */
export const noteDeliveryWhenSesSaysSo = awsReaction({
  name: 'note-delivery-when-ses-says-so',
  onAws: {
    source: 'aws.ses',
    detailType: 'Email Delivered',
    detail: { mail: { tags: { thread: [{ exists: true }] } } },
  },
  run: ({ detail, time }, context) =>
    keepFeedback(detail, { status: 'delivered', at: new Date(time).toISOString() }, context),
})
