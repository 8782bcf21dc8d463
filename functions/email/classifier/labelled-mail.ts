import type { EmailCategory } from '../../../events/email/email-categories.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'

/** A customer's mail with the category that an analyst chose: training data of the store's model. */
export interface LabelledMail extends AggregateState {
  readonly text: string
  readonly category: EmailCategory
  readonly labelledAt: string
  /** The version of the thread at the correction: a later correction wins. */
  readonly threadVersion: number
}

/** A little more than the classifier reads. */
const maxCharacters = 2500

/** Labels a mail, or labels it again; `undefined` for a correction that is not newer. */
export function labelMail(
  existing: LabelledMail | undefined,
  mail: Omit<LabelledMail, 'version'>,
): Decision<LabelledMail> | undefined {
  if (existing !== undefined && existing.threadVersion >= mail.threadVersion) return undefined
  const text = mail.text.slice(0, maxCharacters).toWellFormed()
  return { next: { ...mail, text, version: (existing?.version ?? 0) + 1 }, events: [] }
}

/** Erases the text that the store's model learned from; the next model learns without it. */
export const eraseLabelledMail = (mail: LabelledMail): Decision<LabelledMail> => ({
  next: { ...mail, version: mail.version + 1, text: '' },
  events: [],
})
