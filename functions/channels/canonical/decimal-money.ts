import { DomainError } from '../../../shared/domain-error.ts'

const decimal = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/

/** The largest amount that a field of the suite accepts. */
const maxAmount = 1_000_000_000_00n

const digitsOf = new Map<string, number>()

/** Decimal digits of a currency (ISO 4217): 2 for BRL, 0 for CLP. */
function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency)
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    digitsOf.set(currency, digits)
  }
  return digits
}

/**
 * Converts a decimal amount such as `-19.90`, `7000` or `4.4E2` to integer minor units (centavos for BRL),
 * exactly. Error: `invalid-request` for no decimal number, for more digits than the currency has, or for an
 * amount above the limit.
 */
export function toMinorUnits(text: string, currency: string): number {
  const amount = scaled(text, minorDigits(currency))
  if (amount === undefined)
    throw new DomainError(
      'invalid-request',
      `Expected an amount in ${currency} with at most ${minorDigits(currency)} decimal digits.`,
    )
  return Number(amount)
}

/** True when `toMinorUnits` accepts the text. */
export const isExactAmount = (text: string, currency: string): boolean =>
  scaled(text, minorDigits(currency)) !== undefined

/** `text` x 10^digits as an integer; undefined when it is no number or too large. */
function scaled(text: string, digits: number): bigint | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimal.exec(text.trim()) ?? []
  if (sign === undefined) return undefined
  const shift = digits + Number(exponent) - fraction.length
  const mantissa = BigInt(whole + fraction)
  if (mantissa === 0n) return 0n
  if (shift > 20) return undefined
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n
  if (mantissa % divisor !== 0n) return undefined
  const value = shift < 0 ? mantissa / divisor : mantissa * 10n ** BigInt(shift)
  if (value > maxAmount) return undefined
  return sign === '-' ? -value : value
}

/** Formats minor units as decimal text such as `1234.50`, the inverse of `toMinorUnits`. */
export function toDecimalText(amount: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
