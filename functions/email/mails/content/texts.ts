import type { EmailLanguage } from '../../../../events/email/email-categories.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'
import type { TextKey, Texts, TextValues } from './text-keys.ts'

/** Every text that customers read, by language. */
export const textsByLanguage: Readonly<Record<EmailLanguage, Texts>> = { pt, es, en }

/** The text of a key in a language, with its values filled in. Plain text: escape it to show it as HTML. */
export function textOf<Key extends TextKey>(
  language: EmailLanguage,
  key: Key,
  ...[values]: TextValues<Key>
): string {
  const name: TextKey = key
  const text = textsByLanguage[language][name]
  return fillIn(text, values ?? {}) ?? text
}

/** A text with its values filled in; `undefined` when a value is missing. */
export function fillIn(text: string, values: Readonly<Partial<Record<string, string>>>): string | undefined {
  let complete = true
  const result = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) complete = false
    return value ?? ''
  })
  return complete ? result : undefined
}

/**
 * Greets by the first word of a name, if that is a name: a sender who uses another person's name must not be able to
 * put text or links into our mail.
 */
export function greeting(language: EmailLanguage, customerName: string): string {
  const [name = ''] = customerName.trim().split(/\s+/)
  const isName = /^\p{L}[\p{L}\p{M}'’-]{0,39}$/u.test(name)
  return isName ? textOf(language, 'greeting', { name }) : textOf(language, 'greeting.unnamed')
}
