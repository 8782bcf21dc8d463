import * as z from 'zod/mini'
import { defineCheck, verdictOf } from '../check.ts'
import { contentsOf, pieceOf } from './parcel.ts'

/**
 * The packed parcel weighs as much as its pieces and packaging together. If not, it contains a wrong piece, or a
 * recorded weight is wrong.
 */
export const weightMismatch = defineCheck({
  code: 'weight-mismatch',
  number: 20,
  version: 1,
  mode: 'hold',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['scale'],
  thresholds: z.strictObject({
    /** The tolerance: a share of the expected weight in hundredths of a percent, or grams, whichever is more. */
    toleranceBasisPoints: z._default(z.int().check(z.gte(0), z.lte(10_000)), 1000),
    toleranceGrams: z._default(z.int().check(z.gte(0), z.lte(100_000)), 100),
  }),
  relevant: contentsOf,
  evaluate: ({ lines }, { facts: { scale, skus = {} }, thresholds }) => {
    const weights = lines.map((line) => pieceOf(line, skus).weightGrams)
    const unknown = lines.filter((_, n) => weights[n] === undefined)
    if (unknown.length > 0)
      return verdictOf([], [...new Set(unknown.map(({ sku }) => `skus.${sku}.weightGrams`))])
    const pieces = lines.reduce((sum, { quantity }, n) => sum + quantity * (weights[n] ?? 0), 0)
    const sum = pieces + scale.packagingGrams
    const off = Math.abs(scale.measuredGrams - sum)
    const isFar = off > thresholds.toleranceGrams && off * 10_000 > thresholds.toleranceBasisPoints * sum
    const expected = `${sum} g (${pieces} g of pieces + ${scale.packagingGrams} g of packaging)`
    return verdictOf(
      isFar ? [{ field: 'scale.measuredGrams', expected, received: `${scale.measuredGrams} g` }] : [],
    )
  },
})
