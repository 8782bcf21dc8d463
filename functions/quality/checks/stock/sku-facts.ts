import type { Line } from '../../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../../events/quality/facts.ts'

type BySku = Readonly<Record<string, SkuFacts>>

/** The recorded facts of a SKU; an empty object when there are none. */
export const skuFactsOf = (skus: BySku, sku: string): SkuFacts =>
  (Object.hasOwn(skus, sku) ? skus[sku] : undefined) ?? {}

/** The missing facts of the lines' SKUs, such as `skus.VELA-01.price`; only `skus` when no SKU has any facts. */
export function missingSkuFacts(
  lines: readonly Line[],
  skus: BySku,
  names: readonly (keyof SkuFacts)[],
): string[] {
  const wanted = [...new Set(lines.map(({ sku }) => sku))]
  if (wanted.every((sku) => !Object.hasOwn(skus, sku))) return ['skus']
  return wanted.flatMap((sku) => {
    const facts = skuFactsOf(skus, sku)
    return names.filter((name) => facts[name] === undefined).map((name) => `skus.${sku}.${name}`)
  })
}
