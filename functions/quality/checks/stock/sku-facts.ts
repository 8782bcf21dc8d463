import type { Line } from '../../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../../events/quality/facts.ts'

type BySku = Readonly<Record<string, SkuFacts>>

/** What is known of a SKU; an object without properties when nothing is. */
export const skuFactsOf = (skus: BySku, sku: string): SkuFacts =>
  (Object.hasOwn(skus, sku) ? skus[sku] : undefined) ?? {}

/**
 * The facts of the lines' SKUs that are not known, such as `skus.VELA-01.price`; only `skus` when nothing is known of
 * any of them.
 */
export function missingSkuFacts(
  lines: readonly Line[],
  skus: BySku,
  names: readonly (keyof SkuFacts)[],
): string[] {
  const wanted = [...new Set(lines.map(({ sku }) => sku))]
  if (wanted.every((sku) => !Object.hasOwn(skus, sku))) return ['skus']
  return wanted.flatMap((sku) => {
    const known = skuFactsOf(skus, sku)
    return names.filter((name) => known[name] === undefined).map((name) => `skus.${sku}.${name}`)
  })
}
