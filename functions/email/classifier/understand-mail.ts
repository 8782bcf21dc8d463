import type { EmailLanguage, EmailUrgency } from '../../../events/email/email-categories.ts'
import type { ThreadCategory } from '../../../events/email/thread-snapshot.ts'
import { type Feature, featuresOf } from './features.ts'
import { withoutGreetings } from './greetings.ts'
import { likelihoods, reasonsFor } from './model.ts'
import type { CategoryModel, LanguageModel } from './models.ts'
import { type OrderStatus, undeliveredCategory } from './undelivered.ts'
import { urgencyOf } from './urgency.ts'

/** A customer's mail as it is understood: its subject unless that answers ours, and its own words. */
export interface MailToRead {
  readonly text: string
  /** What the order is that it is about; absent when none is known for certain. */
  readonly orderStatus?: OrderStatus | undefined
  /** The language of a mail that does not show its own. */
  readonly usualLanguage: EmailLanguage
}

export interface Understanding {
  readonly category: ThreadCategory
  readonly urgency: EmailUrgency
  readonly language: EmailLanguage
}

const mostReasons = 5

/** Reads what a mail is about, how certain that is and why, how urgent it sounds, and in which language it is. */
export function understandMail(
  { text, orderStatus, usualLanguage }: MailToRead,
  categories: CategoryModel,
  languages: LanguageModel,
): Understanding {
  const spoken = featuresOf(text)
  const language = (/\p{L}{2}/u.test(text) ? languageOf(spoken, languages) : undefined) ?? usualLanguage
  const matter = withoutGreetings(text)
  const whole = mostLikely(categories, spoken)
  if (!/[\p{L}\p{N}]/u.test(matter) || whole === undefined) return isTextless(language)
  // A friendly greeting sounds like praise.
  const greets = whole.label === 'praise' && matter !== text
  const features = greets ? featuresOf(matter) : spoken
  const { label, probability } = greets ? (mostLikely(categories, features) ?? whole) : whole
  const name = label === 'late' ? undeliveredCategory(text, orderStatus) : label
  const reasons = reasonsFor(categories, features, label).flatMap(({ feature }) => readable(feature))
  const why = [...new Set(reasons)].slice(0, mostReasons)
  return {
    category: {
      name,
      confidence: Math.round(probability * 1000) / 1000,
      why,
      by: why[0]?.startsWith(rulePrefix) === true ? 'rules' : 'model',
    },
    urgency: urgencyOf(text, name),
    language,
  }
}

const mostLikely = (categories: CategoryModel, features: readonly Feature[]) =>
  likelihoods(categories, features)[0]

/** Nothing was written but a greeting, if that: it may all be in the attachments. */
const isTextless = (language: EmailLanguage): Understanding => ({
  category: { name: 'other', confidence: 0, why: [], by: 'model' },
  urgency: 'low',
  language,
})

const rulePrefix = 'rule:'

const readable = ({ name, rule }: Feature): string[] => {
  if (name === undefined) return []
  return [(rule === true ? `${rulePrefix}${name}` : name).slice(0, 120)]
}

/** Below this a text shows no language of its own. */
const minCertainty = 0.6

function languageOf(features: readonly Feature[], languages: LanguageModel): EmailLanguage | undefined {
  const [likeliest] = likelihoods(languages, features)
  return likeliest !== undefined && likeliest.probability >= minCertainty ? likeliest.label : undefined
}
