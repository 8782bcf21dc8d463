import * as z from 'zod/mini'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { commitMail, findMail } from './mail.store.ts'
import { markSent } from './mail.ts'

/** The part of SES's `Email Sent` that is used. Mail that is not ours has no such tags. */
const EmailSent = z.object({
  mail: z.object({
    messageId: z.string(),
    tags: z.object({ mail: z.tuple([z.string()]), store: z.tuple([z.string()]) }),
  }),
})

/** Marks a mail as sent when SES reports it: the only report when the sending run was interrupted. */
export const recordMailSentOnSesEvent = awsReaction({
  name: 'record-mail-sent-on-ses-event',
  onAws: { source: 'aws.ses', detailType: 'Email Sent' },
  run: async ({ detail }, { cause, now }) => {
    const tagged = z.safeParse(EmailSent, detail)
    if (!tagged.success) return
    const { messageId, tags } = tagged.data.mail
    const mail = await findMail(tags.store[0], tags.mail[0])
    if (mail === undefined) return
    await commitMail(markSent(mail, messageId, now), cause, now)
  },
})
