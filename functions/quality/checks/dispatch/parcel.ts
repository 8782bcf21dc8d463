import type { Line, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../../events/quality/facts.ts'
import { skuFactsOf } from '../stock/sku-facts.ts'

/** One piece of a line: as the store's own record has it, else as the order says. Zero is no measure. */
export interface Piece {
  readonly weightGrams: number | undefined
  /** Sides in millimetres, the longest first. */
  readonly sidesMm: readonly number[] | undefined
}

/** What one piece of a line measures, as far as it is known. */
export function pieceOf(line: Line, skus: Readonly<Record<string, SkuFacts>>): Piece {
  const known = skuFactsOf(skus, line.sku)
  const { length, width, height } = known.dimensionsMm ?? line.dimensionsMm ?? noSides
  const sides = [length, width, height].toSorted((a, b) => b - a)
  return {
    weightGrams: known.weightGrams || line.weightGrams || undefined,
    sidesMm: sides.includes(0) ? undefined : sides,
  }
}

const noSides = { length: 0, width: 0, height: 0 }

/** The part of an order that says what is in the parcel. */
export const contentsOf = ({ lines }: OrderSnapshot): unknown =>
  lines.map(({ sku, quantity, weightGrams, dimensionsMm }) => [sku, quantity, weightGrams, dimensionsMm])
