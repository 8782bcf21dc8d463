import { emailLanguages } from '../../../../events/email/email-categories.ts'
import { packModel } from '../model-file.ts'
import {
  maxCategoryFeatures,
  maxLanguageFeatures,
  type TextCategory,
  textCategories,
  toTextCategory,
} from '../models.ts'
import { type Example, trainModel } from '../train.ts'
import { seedExamples } from './seed-examples.ts'

/** The seed mails as training examples of the category model. */
export const seedMails: readonly Example<TextCategory>[] = seedExamples.map(({ text, category }) => ({
  text,
  label: toTextCategory(category),
}))

/** The two packed models of the bundle: category and language. Each run gives the same result. */
export const trainSeed = (): { readonly categories: string; readonly languages: string } => ({
  categories: packModel(trainModel(seedMails, textCategories, maxCategoryFeatures)),
  languages: packModel(
    trainModel(
      seedExamples.map(({ text, language }) => ({ text, label: language })),
      emailLanguages,
      maxLanguageFeatures,
    ),
  ),
})
