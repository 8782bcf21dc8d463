import * as z from 'zod/mini'
import type { ReactionContext } from '../../../shared/inbox/reaction.ts'
import { commitMail, findMail } from './mail.store.ts'
import { applyFeedback, type Feedback } from './mail-feedback.ts'

/** The tags of an event of SES. Mail that is not ours has no such tags. */
const TaggedMail = z.object({
  mail: z.object({ tags: z.object({ mail: z.tuple([z.string()]), store: z.tuple([z.string()]) }) }),
})

/** Records feedback of SES on a mail of ours; ignores other mail. Error: `stale-version`. */
export async function recordFeedback(
  detail: unknown,
  feedback: Feedback,
  { cause, now }: ReactionContext,
): Promise<void> {
  const tagged = z.safeParse(TaggedMail, detail)
  if (!tagged.success) return
  const { tags } = tagged.data.mail
  const mail = await findMail(tags.store[0], tags.mail[0])
  if (mail !== undefined) await commitMail(applyFeedback(mail, feedback), cause, now)
}
