import type { EmailCategory } from '../../../../events/email/email-categories.ts'
import type { ThreadCategory } from '../../../../events/email/thread-snapshot.ts'

/**
 * The topic of each category that names a fault. The other categories, such as remedies and questions, fit any topic.
 */
const faultTopics: Readonly<Partial<Record<EmailCategory, string>>> = {
  late: 'undelivered',
  'not-received': 'undelivered',
  'partial-delivery': 'incomplete',
  'wrong-item': 'another-thing',
  'not-as-described': 'another-thing',
  defective: 'defective',
}

/**
 * Whether a message has another topic than its thread: both name a fault with enough confidence, and the faults
 * differ. A refund request for a late parcel has the same topic.
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
