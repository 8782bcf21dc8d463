import { DomainError } from '../../../shared/domain-error.ts'

const decimal = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/

/** The largest amount that a field of the suite takes. */
const maxAmount = 1_000_000_000_00n

const digitsOf = new Map<string, number>()

/** How many decimal digits a currency has (ISO 4217): 2 for BRL, 0 for CLP. */
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
 * The integer minor units (centavos for BRL) of a decimal amount's text such as `-19.90`, `7000` or `4.4E2`, exactly.
 * Error `invalid-request` when it is no decimal number, is finer than the currency, or beyond what an order can be.
 */
export function toMinorUnits(text: string, currency: string): number {
  const amount = scaled(text, minorDigits(currency))
  if (amount === undefined)
    throw new DomainError(
      'invalid-request',
      `an amount of ${currency} with up to ${minorDigits(currency)} decimal digits was expected`,
    )
  return Number(amount)
}

/** True when an amount's text is one that `toMinorUnits` takes. */
export const isExactAmount = (text: string, currency: string): boolean =>
  scaled(text, minorDigits(currency)) !== undefined

/** `text` x 10^digits as an integer; undefined when it is none or too large. */
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

/** The decimal text of an amount in minor units, such as `1234.50`: what `toMinorUnits` takes back. */
export function toDecimalText(amount: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const sign = amount < 0 ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
