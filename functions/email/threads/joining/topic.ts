import type { EmailCategory } from '../../../../events/email/email-categories.ts'
import type { ThreadCategory } from '../../../../events/email/thread-snapshot.ts'

/** What went wrong, by the categories that say so: the rest are remedies, questions and the like, of any matter. */
const faultTopics: Readonly<Partial<Record<EmailCategory, string>>> = {
  late: 'undelivered',
  'not-received': 'undelivered',
  'partial-delivery': 'incomplete',
  'wrong-item': 'another-thing',
  'not-as-described': 'another-thing',
  defective: 'defective',
}

/**
 * Whether a message complains of something else than what its conversation is about: both say what went wrong, both
 * are certain enough, and it is not the same. Who wants their money back for a late parcel is on the same matter.
 */
export function isAnotherTopic(
  before: ThreadCategory | undefined,
  { name, confidence }: Pick<ThreadCategory, 'name' | 'confidence'>,
  certainFrom: number,
): boolean {
  if (before === undefined || before.confidence < certainFrom || confidence < certainFrom) return false
  const [one, other] = [faultTopics[before.name], faultTopics[name]]
  return one !== undefined && other !== undefined && one !== other
}
