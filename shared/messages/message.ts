import { en } from './en.ts'
import { ptBr } from './pt-br.ts'

/** Every text that people at the company or customers read has one of these keys. */
export type MessageKey = keyof typeof ptBr

export const locales = ['pt-BR', 'en'] as const
export type Locale = (typeof locales)[number]

const catalogues: Record<Locale, Record<MessageKey, string>> = { 'pt-BR': ptBr, en }

/** The names that a text asks for in braces, such as `order` in `Pedido {order}`. */
type Named<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Named<Rest>
  : never

type Values<Key extends MessageKey> = [Named<(typeof ptBr)[Key]>] extends [never]
  ? []
  : [values: Readonly<Record<Named<(typeof ptBr)[Key]>, string>>]

/** The text of a key in a language, with its values filled in. Plain text: whoever shows it as HTML escapes it. */
export function message<Key extends MessageKey>(locale: Locale, key: Key, ...values: Values<Key>): string {
  const given: Readonly<Record<string, string>> = values[0] ?? {}
  return catalogues[locale][key].replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '')
}
