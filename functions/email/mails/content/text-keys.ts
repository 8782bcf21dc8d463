import type { pt } from './pt.ts'

type Catalogue = typeof pt

/** All texts of one language. */
export type Texts = {
  readonly [Key in keyof Catalogue]: Catalogue[Key] extends string ? string : readonly string[]
}

/** The keys of single texts; the other keys are templates, which are lists of paragraphs. */
export type TextKey = {
  [Key in keyof Catalogue]: Catalogue[Key] extends string ? Key : never
}[keyof Catalogue]

/** The values that a text asks for in braces, such as `order` in `Pedido {order}`. */
type ValueNames<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | ValueNames<Rest> : never

export type TextValues<Key extends TextKey> = [ValueNames<Catalogue[Key]>] extends [never]
  ? []
  : [values: Readonly<Record<ValueNames<Catalogue[Key]>, string>>]
