import * as z from 'zod/mini'
import type { ReactionContext } from '../../../shared/inbox/reaction.ts'
import { commitMail, findMail } from './mail.store.ts'
import { applyFeedback, type Feedback } from './mail-feedback.ts'

/** The mail of an event of SES's; one that is not ours carries no tags of ours. */
const TaggedMail = z.object({
  mail: z.object({ tags: z.object({ mail: z.tuple([z.string()]), store: z.tuple([z.string()]) }) }),
})

/** Notes with a mail of ours what SES tells of it; other mail is left alone. Error: `stale-version`. */
export async function recordFeedback(
  detail: unknown,
  feedback: Feedback,
  { cause, now }: ReactionContext,
): Promise<void> {
  const told = z.safeParse(TaggedMail, detail)
  if (!told.success) return
  const { tags } = told.data.mail
  const mail = await findMail(tags.store[0], tags.mail[0])
  if (mail !== undefined) await commitMail(applyFeedback(mail, feedback), cause, now)
}
