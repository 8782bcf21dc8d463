import * as z from 'zod/mini'
import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { StoreFacts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { contentsOf, type Piece, pieceOf } from './parcel.ts'

type Carrier = NonNullable<StoreFacts['carriers']>[number]
type Measured = { readonly [Part in keyof Piece]: NonNullable<Piece[Part]> } & { readonly quantity: number }

/**
 * Weight and dimensions of every piece are recorded, and a carrier accepts the order: the chosen one, or any of the
 * store's carriers when none is chosen. The packing is unknown, so each piece must fit by its longest side and the sum
 * of its sides (Correios: 100 cm and 200 cm). All pieces together must fit by weight (30 kg): the real weight, or the
 * cubic weight (length x width x height in cm / 6000) when that is greater.
 */
export const carrierLimits = defineCheck({
  code: 'carrier-limits',
  number: 19,
  version: 1,
  mode: 'block',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['carriers'],
  thresholds: z.strictObject({
    /** The maximum number of parcels per order. */
    parcels: z._default(z.int().check(z.gte(1), z.lte(100)), 1),
    /** Whether the cubic weight counts; if not, only the scale weight counts. */
    countCubicWeight: z._default(z.boolean(), true),
  }),
  relevant: contentsOf,
  evaluate: (order, { facts: { carriers, carrier: chosen, skus = {} }, thresholds }) => {
    const pieces = order.lines.map((line) => ({ quantity: line.quantity, ...pieceOf(line, skus) }))
    const missing = pieces.flatMap(unmeasured)
    if (missing.length > 0) return verdictOf(missing)
    const named = chosen === undefined ? carriers : carriers.filter(({ name }) => isNamed(name, chosen))
    const [first, ...others] = named.map((carrier) =>
      overLimits(order, pieces.filter(isMeasured), carrier, thresholds),
    )
    if (first === undefined) {
      const names = carriers.map(({ name }) => name).join(', ')
      const expected = `one of the store's carriers${names === '' ? '' : `: ${names}`}`.slice(0, 300)
      return verdictOf([{ field: 'carrier', expected, received: chosen ?? 'none' }])
    }
    // The evidence comes from the carrier with the fewest exceeded limits.
    return verdictOf(others.reduce((least, some) => (some.length < least.length ? some : least), first))
  },
})

const isNamed = (name: string, chosen: string): boolean =>
  name.trim().toLowerCase() === chosen.trim().toLowerCase()

const isMeasured = (piece: Piece & { quantity: number }): piece is Measured =>
  piece.weightGrams !== undefined && piece.sidesMm !== undefined

const unmeasured = ({ weightGrams, sidesMm }: Piece, n: number): Evidence[] => [
  ...(weightGrams === undefined
    ? [{ field: `lines[${n}].weightGrams`, expected: 'a weight', received: 'none' }]
    : []),
  ...(sidesMm === undefined
    ? [{ field: `lines[${n}].dimensionsMm`, expected: 'length, width and height', received: 'not all' }]
    : []),
]

function overLimits(
  { lines }: OrderSnapshot,
  pieces: readonly Measured[],
  { name, maxWeightGrams, maxSideMm, maxSumMm, cubicDivisor }: Carrier,
  { parcels, countCubicWeight }: { readonly parcels: number; readonly countCubicWeight: boolean },
): Evidence[] {
  const cubicGrams = ({ sidesMm }: Measured): number =>
    sidesMm.reduce((product, side) => product * side, 1) / cubicDivisor
  const totalOf = (weight: (piece: Measured) => number): number =>
    pieces.reduce((sum, piece) => sum + piece.quantity * weight(piece), 0)
  const real = totalOf(({ weightGrams }) => weightGrams)
  const cubic = countCubicWeight ? totalOf(cubicGrams) : 0
  const evidence = pieces.flatMap(({ weightGrams, sidesMm }, n): Evidence[] => {
    const limits = [
      ['weight', weightGrams, maxWeightGrams, 'g'],
      ['longest side', Math.max(...sidesMm), maxSideMm, 'mm'],
      ['sum of sides', sidesMm.reduce((sum, side) => sum + side, 0), maxSumMm, 'mm'],
    ] as const
    return limits.flatMap(([what, is, limit, unit]) =>
      is <= limit
        ? []
        : [
            {
              field: `lines[${n}].${unit === 'g' ? 'weightGrams' : 'dimensionsMm'}`,
              expected: `${what} of ${limit} ${unit} at most (${name})`,
              received: `${is} ${unit}, ${lines[n]?.sku}`,
            },
          ],
    )
  })
  const heaviest = Math.max(real, cubic)
  if (heaviest <= maxWeightGrams * parcels) return evidence
  const expected = `${maxWeightGrams * parcels} g at most in ${parcels} parcel(s) (${name})`
  const received = `${Math.ceil(heaviest)} g, the ${cubic > real ? 'cubic' : 'real'} weight`
  return [...evidence, { field: 'lines', expected, received }]
}
