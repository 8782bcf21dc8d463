import type { EmailCategory } from '../../../events/email/email-categories.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'

/** A customer's mail with what an analyst said that it is about: what the store's model learns from. */
export interface LabelledMail extends AggregateState {
  readonly text: string
  readonly category: EmailCategory
  readonly labelledAt: string
  /** The version of the thread in which it was said: a later word counts. */
  readonly threadVersion: number
}

/** As much of a mail as the classifier reads, and a little more. */
const mostCharacters = 2500

/** Labels a mail, or labels it anew; an older word than the one that is known changes nothing, `undefined`. */
export function labelMail(
  known: LabelledMail | undefined,
  mail: Omit<LabelledMail, 'version'>,
): Decision<LabelledMail> | undefined {
  if (known !== undefined && known.threadVersion >= mail.threadVersion) return undefined
  const text = mail.text.slice(0, mostCharacters).toWellFormed()
  return { next: { ...mail, text, version: (known?.version ?? 0) + 1 }, events: [] }
}

/** Erases the text that the store's model learned from; the next model learns without it. */
export const eraseLabelledMail = (mail: LabelledMail): Decision<LabelledMail> => ({
  next: { ...mail, version: mail.version + 1, text: '' },
  events: [],
})
