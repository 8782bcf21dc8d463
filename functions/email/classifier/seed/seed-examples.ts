import {
  type EmailCategory,
  type EmailLanguage,
  emailCategories,
} from '../../../../events/email/email-categories.ts'
import { english } from './english.ts'
import { portugueseDelivery } from './portuguese-delivery.ts'
import { portugueseMoney } from './portuguese-money.ts'
import { portugueseProduct } from './portuguese-product.ts'
import { portugueseRest } from './portuguese-rest.ts'
import type { SeedMails } from './seed-mails.ts'
import { spanish } from './spanish.ts'

/** A mail written for this project: training data of the initial models. */
export interface SeedExample {
  readonly text: string
  readonly category: EmailCategory
  readonly language: EmailLanguage
}

const sources: readonly (readonly [EmailLanguage, SeedMails])[] = [
  ['pt', portugueseDelivery],
  ['pt', portugueseProduct],
  ['pt', portugueseMoney],
  ['pt', portugueseRest],
  ['es', spanish],
  ['en', english],
]

/** All seed mails, in a fixed order. */
export const seedExamples: readonly SeedExample[] = sources.flatMap(([language, mails]) =>
  emailCategories.flatMap((category) =>
    (mails[category] ?? []).map((text) => ({ text, category, language })),
  ),
)
