import { emailLanguages } from '../../../../events/email/email-categories.ts'
import { packModel } from '../model-file.ts'
import {
  mostCategoryFeatures,
  mostLanguageFeatures,
  type TextCategory,
  textCategories,
  toTextCategory,
} from '../models.ts'
import { type Example, trainModel } from '../train.ts'
import { seedExamples } from './seed-examples.ts'

/** The seed mails as the category model learns from them. */
export const seedMails: readonly Example<TextCategory>[] = seedExamples.map(({ text, category }) => ({
  text,
  label: toTextCategory(category),
}))

/** The two models of the bundle, packed: what a mail is about, and its language. The same with each run. */
export const trainSeed = (): { readonly categories: string; readonly languages: string } => ({
  categories: packModel(trainModel(seedMails, textCategories, mostCategoryFeatures)),
  languages: packModel(
    trainModel(
      seedExamples.map(({ text, language }) => ({ text, label: language })),
      emailLanguages,
      mostLanguageFeatures,
    ),
  ),
})
