import * as z from 'zod/mini'
import { parse } from '../../../shared/http/validate.ts'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { keepFeedback } from './note-feedback.store.ts'

/** As much of SES's `Email Bounced` as is read. */
const Bounced = z.object({
  bounce: z.object({
    bounceType: z.string(),
    bouncedRecipients: z.array(z.object({ diagnosticCode: z.optional(z.string()) })),
  }),
})

/** Notes that a mail did not arrive: for good, or not yet. */
export const noteBounceWhenSesSaysSo = awsReaction({
  name: 'note-bounce-when-ses-says-so',
  onAws: { source: 'aws.ses', detailType: 'Email Bounced' },
  run: ({ detail, time }, context) => {
    const { bounceType, bouncedRecipients } = parse(Bounced, detail, 'the event').bounce
    const status = bounceType === 'Permanent' ? 'bounced' : 'delayed'
    const reason = bouncedRecipients[0]?.diagnosticCode
    return keepFeedback(detail, { status, at: new Date(time).toISOString(), reason }, context)
  },
})
