import {
  type EmailCategory,
  type EmailLanguage,
  emailCategories,
} from '../../../events/email/email-categories.ts'
import type { Model } from './model.ts'

/**
 * What words alone can tell: `late` is also what never came, since which of them it is stands in the order and not in
 * the mail.
 */
export type TextCategory = Exclude<EmailCategory, 'not-received'>

export const textCategories = emailCategories.filter((one): one is TextCategory => one !== 'not-received')

/** The category that a mail of this one is an example of. */
export const toTextCategory = (category: EmailCategory): TextCategory =>
  category === 'not-received' ? 'late' : category

export type CategoryModel = Model<TextCategory>
export type LanguageModel = Model<EmailLanguage>

/** Features of a category model: deflated it must fit an item, and the bundle. */
export const mostCategoryFeatures = 15_000
export const mostLanguageFeatures = 1500
