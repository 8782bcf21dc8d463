import * as z from 'zod/mini'
import { parse } from '../../../shared/http/validate.ts'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { recordFeedback } from './record-feedback.usecase.ts'

/** The part of SES's `Email Bounced` that is used. */
const Bounced = z.object({
  bounce: z.object({
    bounceType: z.string(),
    bouncedRecipients: z.array(z.object({ diagnosticCode: z.optional(z.string()) })),
  }),
})

/** Records that a mail bounced: permanently, or not yet delivered. */
export const recordBounceOnSesEvent = awsReaction({
  name: 'record-bounce-on-ses-event',
  onAws: { source: 'aws.ses', detailType: 'Email Bounced' },
  run: ({ detail, time }, context) => {
    const { bounceType, bouncedRecipients } = parse(Bounced, detail, 'the event').bounce
    const status = bounceType === 'Permanent' ? 'bounced' : 'delayed'
    const reason = bouncedRecipients[0]?.diagnosticCode
    return recordFeedback(detail, { status, at: new Date(time).toISOString(), reason }, context)
  },
})
