import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import { type FactName, type Facts, factNames, type TemplateCode } from './template-codes.ts'
import { fillIn, greeting, textOf, textsByLanguage } from './texts.ts'

/** The facts that a template asks for. */
export const requiredFacts = (paragraphs: readonly string[]): FactName[] =>
  factNames.filter((name) => paragraphs.some((text) => text.includes(`{${name}}`)))

/** The text of a reply: greeting, the paragraphs with all facts, farewell and signature. */
export function renderTemplate(
  language: EmailLanguage,
  code: TemplateCode,
  facts: Facts,
  { customerName, signature }: { readonly customerName: string; readonly signature: string },
): string {
  const paragraphs = textsByLanguage[language][code].flatMap((text) => fillIn(text, facts) ?? [])
  const farewell = `${textOf(language, 'farewell')}\n${signature}`
  return [greeting(language, customerName), ...paragraphs, farewell].join('\n\n')
}
