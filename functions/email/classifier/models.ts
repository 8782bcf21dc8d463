import {
  type EmailCategory,
  type EmailLanguage,
  emailCategories,
} from '../../../events/email/email-categories.ts'
import type { Model } from './model.ts'

/**
 * The categories that text alone can show: `late` includes parcels that never came, as only the order distinguishes
 * these.
 */
export type TextCategory = Exclude<EmailCategory, 'not-received'>

export const textCategories = emailCategories.filter((one): one is TextCategory => one !== 'not-received')

/** The text category of a category. */
export const toTextCategory = (category: EmailCategory): TextCategory =>
  category === 'not-received' ? 'late' : category

export type CategoryModel = Model<TextCategory>
export type LanguageModel = Model<EmailLanguage>

/** The number of features of a category model: deflated it must fit an item and the bundle. */
export const maxCategoryFeatures = 15_000
export const maxLanguageFeatures = 1500
