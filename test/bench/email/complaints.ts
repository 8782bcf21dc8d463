import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldText } from '../../../functions/email/classifier/fold-text.ts'
import type { TextCategory } from '../../../functions/email/classifier/models.ts'

/** Real labelled complaints, stored beside the repository (see SOURCES.md there). */
const file = join(import.meta.dirname, '../../../../shared/fixtures/complaints/olist-classified.train.csv')

export const areComplaintsPresent = existsSync(file)

/** Praise, or a complaint about the delivery or about the product. */
export type Kind = 'praise' | 'delivery' | 'quality'

export interface Complaint {
  readonly text: string
  readonly label: TextCategory
  readonly kind: Kind
  /** Number of its part; the same text or order is always in the same part. */
  readonly part: number
}

/** Maps source labels to categories; the last two are both catch-all labels. */
const labels: Readonly<Record<string, TextCategory>> = {
  praise: 'praise',
  late_or_not_received: 'late',
  partial_delivery: 'partial-delivery',
  return_refund: 'return-refund',
  not_as_described: 'not-as-described',
  defective_or_poor_quality: 'defective',
  delivery_other: 'other',
  order_other: 'other',
}

const kinds: Readonly<Record<string, Kind>> = {
  satisfeito_com_pedido: 'praise',
  problemas_de_entrega: 'delivery',
  problemas_de_qualidade: 'quality',
}

/** The kind of a category; other mails are mostly about the delivery. */
export function kindOf(category: string): Kind {
  if (category === 'praise') return 'praise'
  return ['late', 'partial-delivery', 'service', 'other'].includes(category) ? 'delivery' : 'quality'
}

/** All complaints with an agreed label, split into parts by their content. */
export function readComplaints(parts: number): Complaint[] {
  const [columns = [], ...rows] = readCsv(readFileSync(file, 'utf8'))
  const column = (row: readonly string[], name: string): string => row[columns.indexOf(name)] ?? ''
  const labelled = rows.flatMap((row) => {
    const label = labels[column(row, 'label')]
    const kind = kinds[column(row, 'most_voted_class')]
    if (label === undefined || kind === undefined) return []
    const order = `${column(row, 'order_purchase_timestamp')} ${column(row, 'customer_city')}`
    return [{ text: column(row, 'review_comment_message'), label, kind, order }]
  })
  const groupOf = grouped(labelled.map(({ text, order }) => [`text ${foldText(text)}`, `order ${order}`]))
  return labelled.map(({ text, label, kind }, n) => ({
    text,
    label,
    kind,
    part: numberOf(groupOf(n)) % parts,
  }))
}

/** A number derived from a text. */
export const numberOf = (text: string): number =>
  createHash('sha1').update(`bench:email ${text}`).digest().readUInt32BE(0)

/** Groups items that share a key; returns the group key of an item. */
function grouped(keys: readonly (readonly string[])[]): (item: number) => string {
  const parents = new Map<string, string>()
  const root = (key: string): string => {
    const parent = parents.get(key) ?? key
    return parent === key ? key : root(parent)
  }
  for (const [first = '', ...others] of keys) {
    for (const other of others) {
      const [a = '', b = ''] = [root(first), root(other)].sort()
      parents.set(b, a)
    }
  }
  return (item) => root(keys[item]?.[0] ?? '')
}

/** The rows of a CSV text with quoted fields (RFC 4180). */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1) rows.push(row)
    row = []
  }
  return rows
}
