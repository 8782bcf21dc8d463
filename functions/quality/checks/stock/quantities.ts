import type { Line } from '../../../../events/orders/order-schema.ts'

/** Pieces per SKU, summed over all lines. */
export function quantitiesOf(lines: readonly Pick<Line, 'sku' | 'quantity'>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity)
  return sums
}
