import { getStateCodeByName } from '@brazilian-utils/brazilian-utils/get-state-code-by-name'
import { cnpj, cpf } from 'cpf-cnpj-validator'
import { type Payload, textAt } from './exact-json.ts'
import { cleanText, type ReportUnmapped } from './mapping.ts'

const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/**
 * Parses a timestamp of any platform to UTC ISO-8601 with milliseconds: with `-0400` or `-04:00`, with seven
 * digits of a second, or without a zone (UTC). Undefined when it is none.
 */
export function instantOf(text: string | undefined): string | undefined {
  const [, day, time = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = moment.exec(text ?? '') ?? []
  if (day === undefined) return undefined
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const date = new Date(`${day}T${time}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** The timestamp in the first field that is not empty; one that cannot be parsed is reported. */
export function instantAt(from: unknown, report: ReportUnmapped, path: string, ...fields: readonly string[]) {
  const text = textAt(from, ...fields)
  const instant = instantOf(text)
  if (text !== undefined && instant === undefined) report(`${path}${fields[0] ?? ''}`, text)
  return instant
}

/** A timestamp from seconds since the epoch, as text. */
export function instantOfSeconds(text: string | undefined): string | undefined {
  return /^\d{9,11}$/.test(text ?? '') ? new Date(1000 * Number(text)).toISOString() : undefined
}

/** The latest of some timestamps. */
export const latest = (...instants: readonly (string | undefined)[]): string | undefined =>
  instants
    .filter((instant) => instant !== undefined)
    .toSorted()
    .at(-1)

/** The two-letter code of a Brazilian state from its code, `BR-SP` or its name; any other text as it is. */
export function stateOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const [, letters] = /^(?:BR-)?([A-Za-z]{2})$/.exec(text) ?? []
  return letters?.toUpperCase() ?? getStateCodeByName(text) ?? cleanText(text, 40)
}

/**
 * Splits a line such as `Rua das Flores, 12` into street and number; the whole line is the street when no
 * number ends it.
 */
export function streetAndNumber(line: string | undefined): { street?: string; number?: string } {
  if (line === undefined) return {}
  const [, street, number] =
    /^(.*\p{L}.*?)\s*,\s*(?:n[º°.]?\s*)?(\d{1,6}\s?[A-Za-z]?|s\/?n)$/iu.exec(line) ?? []
  if (street === undefined || number === undefined)
    return { street: cleanText(line, 120) ?? line.slice(0, 120) }
  return { street: cleanText(street, 120) ?? street.slice(0, 120), number: number.trim() }
}

/** The text itself when it is a valid CPF or CNPJ. */
export const documentIn = (text: string | undefined): string | undefined =>
  text !== undefined && text.length <= 24 && (cpf.isValid(text) || cnpj.isValid(text)) ? text : undefined

/** The phone number; undefined when the platform masks it, as in `XXXXXXX`. */
export const phoneIn = (text: string | undefined): string | undefined =>
  /\d/.test(text ?? '') ? cleanText(text, 30) : undefined

/** A taxpayer with this state registration; undefined without one. */
export function taxStanding(registration: string | undefined) {
  const stateRegistration = cleanText(registration, 20)
  return stateRegistration === undefined ? undefined : { taxpayer: true, stateRegistration }
}

/** Reports a country other than Brazil: the suite stores Brazilian addresses only. */
export function reportForeignCountry(
  from: Payload,
  report: ReportUnmapped,
  path: string,
  ...fields: readonly string[]
): void {
  const country = textAt(from, ...fields)
  if (country !== undefined && !/^(?:BR|BRA|BRASIL|BRAZIL)$/i.test(country))
    report(`${path}.country`, country)
}

/** Joins the parts that are there by spaces. */
export const joinText = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined).join(' ') || undefined
