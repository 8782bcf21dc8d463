import { inboxHandler } from '../../../shared/inbox/inbox.ts'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { receiveMail } from './receive-mail.usecase.ts'

/**
 * Receives the mail that SES stores in the bucket, with a queue and a function of its own: large or hostile mail
 * delays nothing else, and the code that reads mail is in no other bundle.
 */
export const handler = inboxHandler('email', [
  awsReaction({
    name: 'receive-mail',
    onAws: { source: 'aws.s3', detailType: 'Object Created' },
    run: receiveMail,
  }),
])
