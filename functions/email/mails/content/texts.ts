import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'
import type { Texts } from './template.ts'

/** What answers are written from, by language. */
export const textsByLanguage: Readonly<Record<EmailLanguage, Texts>> = { pt, es, en }
