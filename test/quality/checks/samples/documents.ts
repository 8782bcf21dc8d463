import fc from 'fast-check'

/** A check digit of mod 11: the weighted sum of the digits; a result over 9 is 0 (Receita Federal). */
function digitOf(values: readonly number[], weights: readonly number[]): number {
  const sum = values.reduce((total, value, n) => total + value * (weights[n] ?? 0), 0)
  const rest = 11 - (sum % 11)
  return rest > 9 ? 0 : rest
}

const valueOf = (char: string): number => char.charCodeAt(0) - 48

/** The CPF of nine digits, with its check digits. */
export function cpfOf(nine: string): string {
  const values = Array.from(nine, valueOf)
  const first = digitOf(values, [10, 9, 8, 7, 6, 5, 4, 3, 2])
  const second = digitOf([...values, first], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  return `${nine}${first}${second}`
}

/** The CNPJ of twelve digits or capital letters (ASCII code less 48), with its check digits. */
export function cnpjOf(twelve: string): string {
  const values = Array.from(twelve, valueOf)
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
  const first = digitOf(values, weights.slice(1))
  return `${twelve}${first}${digitOf([...values, first], weights)}`
}

const textOf = (chars: string, length: number) =>
  fc
    .array(fc.constantFrom(...chars), { minLength: length, maxLength: length })
    .map((picked) => picked.join(''))
    .filter((text) => new Set(text).size > 1)

/** Any valid CPF: eleven digits, not all equal. */
export const aCpf = textOf('0123456789', 9).map(cpfOf)
/** Any valid CNPJ of digits. */
export const aCnpj = textOf('0123456789', 12).map(cnpjOf)
/** Any valid CNPJ of digits and letters. */
export const aLetteredCnpj = textOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 12).map(cnpjOf)

/** A document with punctuation. */
export const dotted = (document: string): string =>
  document.length === 11
    ? document.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4')
    : document.replace(/(..)(...)(...)(....)(..)/, '$1.$2.$3/$4-$5')

/** A document with one digit changed. */
export const withDigit = (document: string, place: number, step: number): string =>
  document.slice(0, place) + String((Number(document[place]) + step) % 10) + document.slice(place + 1)
