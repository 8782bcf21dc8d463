import type { Line, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../../events/quality/facts.ts'
import { skuFactsOf } from '../stock/sku-facts.ts'

/** Measures of one piece of a line: from the SKU's facts, else from the order. Zero counts as unknown. */
export interface Piece {
  readonly weightGrams: number | undefined
  /** Sides in millimetres, longest first. */
  readonly sidesMm: readonly number[] | undefined
}

/** The measures of one piece of a line, as far as they are recorded. */
export function pieceOf(line: Line, skus: Readonly<Record<string, SkuFacts>>): Piece {
  const facts = skuFactsOf(skus, line.sku)
  const { length, width, height } = facts.dimensionsMm ?? line.dimensionsMm ?? noSides
  const sides = [length, width, height].toSorted((a, b) => b - a)
  return {
    weightGrams: facts.weightGrams || line.weightGrams || undefined,
    sidesMm: sides.includes(0) ? undefined : sides,
  }
}

const noSides = { length: 0, width: 0, height: 0 }

/** The part of an order that determines the parcel's contents. */
export const contentsOf = ({ lines }: OrderSnapshot): unknown =>
  lines.map(({ sku, quantity, weightGrams, dimensionsMm }) => [sku, quantity, weightGrams, dimensionsMm])
