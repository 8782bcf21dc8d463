import * as z from 'zod/mini'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { commitMail, findMail } from './mail.store.ts'
import { markSent } from './mail.ts'

/** As much of SES's `Email Sent` as is read; a mail that is not ours carries no tags of ours. */
const EmailSent = z.object({
  mail: z.object({
    messageId: z.string(),
    tags: z.object({ mail: z.tuple([z.string()]), store: z.tuple([z.string()]) }),
  }),
})

/** Marks a mail as sent when SES says that it took it: the only word of it when the run that sent it was cut off. */
export const recordMailSentOnSesEvent = awsReaction({
  name: 'record-mail-sent-on-ses-event',
  onAws: { source: 'aws.ses', detailType: 'Email Sent' },
  run: async ({ detail }, { cause, now }) => {
    const told = z.safeParse(EmailSent, detail)
    if (!told.success) return
    const { messageId, tags } = told.data.mail
    const mail = await findMail(tags.store[0], tags.mail[0])
    if (mail === undefined) return
    await commitMail(markSent(mail, messageId, now), cause, now)
  },
})
