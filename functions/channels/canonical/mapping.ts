import * as z from 'zod/mini'
import {
  CanonicalClaim,
  CanonicalOrder,
  CanonicalQuestion,
  type ChannelLine,
  type ChannelShipment,
  type Unknown,
} from '../../../events/channels/channel-schema.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { Fact, Mapped } from './canonical.ts'
import { isExactAmount, toMinorUnits } from './decimal-money.ts'
import { type Payload, textAt } from './exact-json.ts'

/** Reports a part of the payload that is not mapped: its path and, unless it identifies a person, its value. */
export type ReportUnmapped = (path: string, value?: string) => void

/** Reports per payload; further ones are dropped. */
const maxUnmapped = 50

/** Runs a mapping and collects its reports, each once. */
export function mapping(build: (report: ReportUnmapped) => readonly Fact[]): Mapped {
  const notes = new Map<string, Unknown>()
  const facts = build((path, value) => {
    const one = { path: path.slice(0, 120), ...(value === undefined ? {} : { value: value.slice(0, 120) }) }
    notes.set(JSON.stringify(one), one)
  })
  return { facts, unknown: [...notes.values()].slice(0, maxUnmapped) }
}

/** Error `unmappable-payload`: a required value is missing or invalid. */
export const unmappable = (expected: string, fields: readonly string[] = []): DomainError =>
  new DomainError('unmappable-payload', `Payload cannot be mapped: expected ${expected}.`, {
    details: { fields },
  })

/**
 * Cleans text for the canonical schemas: normalised, on one line, cut to `max`; undefined when nothing is left.
 */
export function cleanText(value: string | undefined, max: number): string | undefined {
  const clean = value
    ?.normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .slice(0, max)
    .replace(/\p{Cs}/gu, '')
    .trim()
  return clean === '' ? undefined : clean
}

/** The text of the first field that holds any, cleaned by `cleanText`. */
export const cleanTextAt = (from: unknown, max: number, ...fields: readonly string[]): string | undefined =>
  cleanText(textAt(from, ...fields), max)

/** An id of the platform. Error: `unmappable-payload` when it is missing. */
export function idAt(from: unknown, ...fields: readonly string[]): string {
  const id = textAt(from, ...fields)
  if (id === undefined) throw unmappable(`an id in ${fields.join(' or ')}`, fields)
  return id
}

/** True when a flag is `true`, as a boolean or as text. */
export const isSet = (from: Payload, field: string): boolean => from[field] === true || from[field] === 'true'

/** Reads amounts of one currency; a value that is no exact amount is reported and left out. */
export interface MoneyReader {
  readonly currency: string
  /** Minor units, signed; undefined when the field is absent or no exact amount. */
  readonly read: (text: string | undefined, path: string) => number | undefined
  /** The sum of the amounts, where an absent one counts as 0. */
  readonly sum: (...amounts: readonly (readonly [text: string | undefined, path: string])[]) => number
  /** An amount that must be there. Error: `unmappable-payload`. */
  readonly need: (text: string | undefined, path: string) => number
}

/** A reader for the currency in a field. Error: `unmappable-payload` when it is no currency. */
export function moneyReaderOf(code: string | undefined, report: ReportUnmapped): MoneyReader {
  const currency = code?.toUpperCase()
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) throw unmappable('a currency', ['currency'])
  const read: MoneyReader['read'] = (text, path) => {
    if (text === undefined) return undefined
    if (isExactAmount(text, currency)) return toMinorUnits(text, currency)
    report(path, text)
    return undefined
  }
  return {
    currency,
    read,
    sum: (...amounts) => amounts.reduce((sum, [text, path]) => sum + (read(text, path) ?? 0), 0),
    need: (text, path) => {
      const amount = read(text, path)
      if (amount === undefined) throw unmappable(`an amount in ${path}`, [path])
      return amount
    },
  }
}

/**
 * Quantity, unit price and discount of a line, so that quantity x unit price - discount is exactly `net`. Where
 * a unit's share of the line is a fraction of a cent, the unit price is rounded up and the discount takes the
 * rest.
 */
export function priced(gross: number, net: number, quantity: number) {
  const unitPrice = Math.ceil(Math.max(gross, net) / quantity)
  return { quantity, unitPrice, discount: unitPrice * quantity - net }
}

/** A whole quantity from text such as `2` or `2.000`; any other text is reported and counts as one. */
export function quantityOf(text: string | undefined, path: string, report: ReportUnmapped): number {
  const [, whole] = /^(\d{1,5})(?:\.0+)?$/.exec(text ?? '') ?? []
  const quantity = Number(whole ?? 0)
  if (quantity > 0) return quantity
  report(path, text)
  return 1
}

/** A line; `unlisted` when it has no SKU of the store, and the platform's id is used instead. */
export type MappedLine = ChannelLine & { readonly unlisted?: boolean }

type MappedOrder = Omit<z.input<typeof CanonicalOrder>, 'lines'> & { readonly lines: readonly MappedLine[] }

/** The SKU in a field; without one, the first id of the platform, and the field is reported. */
export function skuAt(
  from: unknown,
  field: string,
  ids: readonly (string | undefined)[],
  report: (field: string) => void,
): Pick<MappedLine, 'sku' | 'unlisted'> {
  const sku = cleanTextAt(from, 64, field)
  if (sku !== undefined) return { sku }
  report(field)
  return { sku: cleanText(ids.find((id) => id !== undefined) ?? 'unknown', 64) ?? 'unknown', unlisted: true }
}

/** The canonical order, validated. Parts that do not add up to the total are kept as sent and reported. */
export function orderFact(order: MappedOrder, report: ReportUnmapped): Fact {
  const { totals } = order
  const { discount = 0, freight = 0, fees = 0 } = totals
  const lines = order.lines.map(({ unlisted: _, ...line }) => line)
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, 0)
  const off = totals.total - (goods - discount + freight + fees)
  if (off !== 0)
    report('totals', `parts add up to ${totals.total - off}, the platform's total is ${totals.total}`)
  const facts = withoutUndefined({ ...order.facts, ...listingsOf(order.lines) })
  return {
    kind: 'order',
    order: validated(CanonicalOrder, {
      ...order,
      lines,
      facts: Object.keys(facts).length === 0 ? undefined : facts,
    }),
  }
}

/** Listings without a SKU of the store are marked as unmapped in the facts. */
function listingsOf(lines: readonly MappedLine[]) {
  const skus = new Set(lines.filter(({ unlisted }) => unlisted === true).map(({ sku }) => sku))
  if (skus.size === 0) return {}
  return {
    listings: [...skus].map((sku) => ({ sku, mapping: 'unmapped' as const, kit: false, expanded: false })),
  }
}

export const claimFact = (claim: z.input<typeof CanonicalClaim>): Fact => ({
  kind: 'claim',
  claim: validated(CanonicalClaim, claim),
})

export const questionFact = (question: z.input<typeof CanonicalQuestion>): Fact => ({
  kind: 'question',
  question: validated(CanonicalQuestion, question),
})

/** Error: `unmappable-payload`, with the invalid fields and none of their values. */
function validated<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const result = z.safeParse(schema, withoutUndefined(value))
  if (result.success) return result.data
  throw unmappable(
    'valid canonical fields',
    result.error.issues.map(({ path }) => path.map(String).join('.')),
  )
}

/** A copy without undefined fields, at any depth. */
function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined ? [] : [[name, withoutUndefined(inner)]],
    ),
  ) as T
}

/** The status that the shipments imply: delivered when all of them are, shipped when at least one has left. */
export function progressOf(
  shipments: readonly Pick<ChannelShipment, 'status'>[],
): 'shipped' | 'delivered' | 'returned' | undefined {
  const live = shipments.filter(({ status }) => status !== 'cancelled')
  if (live.length === 0) return undefined
  if (live.every(({ status }) => status === 'delivered')) return 'delivered'
  if (live.every(({ status }) => status === 'returned')) return 'returned'
  const left = new Set(['shipped', 'delivered', 'not-delivered', 'returned'])
  return live.some(({ status }) => left.has(status)) ? 'shipped' : undefined
}
