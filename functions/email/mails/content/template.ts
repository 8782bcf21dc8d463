import {
  type EmailCategory,
  type EmailLanguage,
  emailCategories,
} from '../../../../events/email/email-categories.ts'
import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'

/** What answers are written from: one template for each category, and the acknowledgement. */
export const templateCodes = [...emailCategories, 'acknowledgement'] as const
export type TemplateCode = EmailCategory | 'acknowledgement'

/** What is filled into a text where it stands in braces. */
export const factNames = [
  'order',
  'status',
  'carrier',
  'tracking',
  'dispatchedOn',
  'deliverBy',
  'deliveredOn',
] as const
export type FactName = (typeof factNames)[number]
export type Facts = Readonly<Partial<Record<FactName, string>>>

/** All texts of one language. */
export type Texts = Readonly<
  Record<TemplateCode, readonly string[]> &
    Record<
      | 'greeting'
      | 'greeting.unnamed'
      | 'farewell'
      | 'subject.unnamed'
      | 'subject.acknowledgement'
      | `status.${OrderSnapshot['status']}`,
      string
    >
>

/** Who writes to whom. */
export interface Signatory {
  readonly customerName: string
  readonly signature: string
}

/** A text with its facts filled in; nothing where it asks for one that is not known. */
function fillIn(text: string, facts: Readonly<Partial<Record<string, string>>>): string | undefined {
  let complete = true
  const result = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined
    if (fact === undefined) complete = false
    return fact ?? ''
  })
  return complete ? result : undefined
}

/** The facts that a template asks for. */
export const requiredFacts = (paragraphs: readonly string[]): FactName[] =>
  factNames.filter((name) => paragraphs.some((text) => text.includes(`{${name}}`)))

/** An answer from a template: greeting, the paragraphs whose facts are known, farewell and signature. */
export function renderTemplate(
  texts: Texts,
  code: TemplateCode,
  facts: Facts,
  { customerName, signature }: Signatory,
): string {
  const paragraphs = texts[code].flatMap((text) => fillIn(text, facts) ?? [])
  return [greeting(texts, customerName), ...paragraphs, `${texts.farewell}\n${signature}`].join('\n\n')
}

/**
 * Greets by the first word of a name, when it is one: who writes under another's name must not be able to put words
 * or links into a mail of ours.
 */
function greeting(texts: Texts, customerName: string): string {
  const [name = ''] = customerName.trim().split(/\s+/)
  const fits = /^\p{L}[\p{L}\p{M}'’-]{0,39}$/u.test(name)
  return (fits ? fillIn(texts.greeting, { name }) : undefined) ?? texts['greeting.unnamed']
}

/** Names of languages by which dates are written. */
export const dateLocales: Readonly<Record<EmailLanguage, string>> = { pt: 'pt-BR', es: 'es', en: 'en-GB' }
