import * as z from 'zod/mini'

/** Text as people write it: normalised (NFC), trimmed, without control characters or lone surrogates. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .check(
      z.normalize('NFC'),
      z.trim(),
      z.minLength(min),
      z.maxLength(max),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'text without control characters or lone surrogates'),
    )

/** Text that may be empty: incomplete orders of a channel are accepted, and the checks find them. */
export const looseText = (max: number) => text(max, 0)

/** Integer minor units (centavos for BRL), never negative. */
export const cents = z.int().check(z.gte(0), z.lte(1_000_000_000_00))

/** ISO-8601 in UTC or with offset; stored as UTC with milliseconds. */
export const instant = z.iso.datetime({ offset: true }).check(
  z.overwrite((value) => {
    const time = Date.parse(value)
    return Number.isNaN(time) ? value : new Date(time).toISOString()
  }),
)

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** ISO 4217 code. */
export const currency = z.string().check(
  z.regex(/^[A-Z]{3}$/, 'three capital letters'),
  z.refine((code) => currencies.has(code), 'an ISO 4217 currency code'),
)

/** Name of a store or of a channel: lower-case words joined by hyphens. */
export const slug = z
  .string()
  .check(z.maxLength(40), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'))

export const version = z.int().check(z.gte(1))
