import type { EmailLanguage } from '../../../events/email/email-categories.ts'
import { orderFacts, type ThreadOrder } from '../mails/content/order-facts.ts'
import { renderTemplate, requiredFacts } from '../mails/content/template.ts'
import type { FactName, TemplateCode } from '../mails/content/template-codes.ts'
import { textsByLanguage } from '../mails/content/texts.ts'
import type { EmailSettings } from '../settings/email-settings.ts'
import type { Thread } from '../threads/thread.ts'

/** A proposed reply. */
export interface Draft {
  readonly template: TemplateCode
  readonly language: EmailLanguage
  readonly text: string
  readonly missing: FactName[]
}

/** The options of a draft; by default the template of the thread's category, in the customer's language. */
export interface DraftOptions {
  readonly template?: TemplateCode | undefined
  readonly language?: EmailLanguage | undefined
}

/** Drafts a reply from a template, with the facts of the thread's order. */
export function draftReply(
  thread: Thread,
  settings: EmailSettings,
  order: ThreadOrder | undefined,
  options: DraftOptions = {},
): Draft {
  const template = options.template ?? thread.category?.name ?? 'other'
  const language = languageOf(thread, settings, options)
  const facts = orderFacts(order, language)
  return {
    template,
    language,
    text: renderTemplate(language, template, facts, {
      customerName: thread.customer.name,
      signature: settings.signature ?? settings.displayName,
    }),
    missing: requiredFacts(textsByLanguage[language][template]).filter((name) => facts[name] === undefined),
  }
}

/** The language of a reply: the requested one, the customer's, or the store's. */
export const languageOf = (
  thread: Thread,
  settings: EmailSettings,
  { language }: DraftOptions,
): EmailLanguage => language ?? thread.language ?? settings.language
