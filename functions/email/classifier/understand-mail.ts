import type { EmailLanguage, EmailUrgency } from '../../../events/email/email-categories.ts'
import type { ThreadCategory } from '../../../events/email/thread-snapshot.ts'
import { type Feature, featuresOf } from './features.ts'
import { withoutGreetings } from './greetings.ts'
import { likelihoods, reasonsFor } from './model.ts'
import type { CategoryModel, LanguageModel } from './models.ts'
import { type OrderStatus, undeliveredCategory } from './undelivered.ts'
import { urgencyOf } from './urgency.ts'

/** The parts of a customer's mail to classify: its subject, unless that answers a mail of ours, and its own text. */
export interface MailToRead {
  readonly text: string
  /** The status of its confirmed order, if any. */
  readonly orderStatus?: OrderStatus | undefined
  /** The language to assume when the mail does not show one. */
  readonly usualLanguage: EmailLanguage
}

export interface Understanding {
  readonly category: ThreadCategory
  readonly urgency: EmailUrgency
  readonly language: EmailLanguage
}

const maxReasons = 5

/** Classifies a mail: category with confidence and reasons, urgency and language. */
export function understandMail(
  { text, orderStatus, usualLanguage }: MailToRead,
  categories: CategoryModel,
  languages: LanguageModel,
): Understanding {
  const allFeatures = featuresOf(text)
  const language = (/\p{L}{2}/u.test(text) ? languageOf(allFeatures, languages) : undefined) ?? usualLanguage
  const content = withoutGreetings(text)
  const whole = mostLikely(categories, allFeatures)
  if (!/[\p{L}\p{N}]/u.test(content) || whole === undefined) return withoutText(language)
  // A friendly greeting sounds like praise: classify the mail without it.
  const greets = whole.label === 'praise' && content !== text
  const features = greets ? featuresOf(content) : allFeatures
  const { label, probability } = greets ? (mostLikely(categories, features) ?? whole) : whole
  const name = label === 'late' ? undeliveredCategory(text, orderStatus) : label
  const reasons = reasonsFor(categories, features, label).flatMap(({ feature }) => readable(feature))
  const why = [...new Set(reasons)].slice(0, maxReasons)
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

/** A mail with no text or only a greeting: its content may be in the attachments. */
const withoutText = (language: EmailLanguage): Understanding => ({
  category: { name: 'other', confidence: 0, why: [], by: 'model' },
  urgency: 'low',
  language,
})

const rulePrefix = 'rule:'

const readable = ({ name, rule }: Feature): string[] => {
  if (name === undefined) return []
  return [(rule === true ? `${rulePrefix}${name}` : name).slice(0, 120)]
}

/** Below this probability a text shows no language. */
const minCertainty = 0.6

function languageOf(features: readonly Feature[], languages: LanguageModel): EmailLanguage | undefined {
  const [likeliest] = likelihoods(languages, features)
  return likeliest !== undefined && likeliest.probability >= minCertainty ? likeliest.label : undefined
}
