import { inboxHandler } from '../../../shared/inbox/inbox.ts'
import { awsReaction } from '../../../shared/inbox/reaction.ts'
import { receiveMail } from './receive-mail.usecase.ts'

/**
 * Takes in the mail that SES puts into the bucket, by a queue and a function of its own: large and hostile mail then
 * keeps nothing else waiting, and what it takes to read mail weighs on no other function.
 */
export const handler = inboxHandler('email', [
  awsReaction({
    name: 'receive-mail',
    onAws: { source: 'aws.s3', detailType: 'Object Created' },
    run: receiveMail,
  }),
])
