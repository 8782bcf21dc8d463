import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts, SkuFacts } from '../../../events/quality/facts.ts'
import type { SettingsByCheck } from '../checks/check-settings.ts'
import { findOpenDefects } from '../defects/defect.store.ts'
import { findFactSheet } from '../facts/fact-sheet.store.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { recentOrders } from './recent-orders.store.ts'
import { findSettingsAndFacts } from './settings-and-facts.store.ts'

/** What an order is evaluated with, besides its own content. */
export interface EvaluationContext {
  readonly settings: SettingsByCheck
  readonly facts: Facts
  /** The version of the order's own facts; absent when none are recorded. */
  readonly factsVersion: number | undefined
}

/** Loads the store's open defects, its settings and facts in one batch, and the person's orders of the day in one query. */
export const loadEvaluationContext = (order: OrderSnapshot): Promise<EvaluationContext> => load(order, true)

/**
 * Loads the context of an order's first run at half the read units: settings and facts may be milliseconds old.
 * This is safe: `isOutdated` re-reads the order's facts after the first run is written, and facts of a SKU or a store
 * re-check every open order. Open defects are read consistently: once a confirmation is answered, no order with the
 * defect may pass.
 */
export const loadForFirstRun = (order: OrderSnapshot): Promise<EvaluationContext> => load(order, false)

async function load(order: OrderSnapshot, consistent: boolean): Promise<EvaluationContext> {
  const [defects, { settings, ofStore, ofOrder, ofSkus }, recent] = await Promise.all([
    findOpenDefects(order.store),
    findSettingsAndFacts(order, { consistent }),
    recentOrders(order),
  ])
  return {
    settings: settings?.checks ?? {},
    facts: {
      ...ofStore?.facts,
      ...ofOrder?.facts,
      ...skuFactsOf(ofSkus),
      openDefects: defects?.defects ?? [],
      ...(recent === undefined ? {} : { recentOrders: recent }),
    },
    factsVersion: ofOrder?.version,
  }
}

/** A map without a prototype: a SKU may be named `constructor`. */
const emptySkuMap = (): Record<string, SkuFacts> => Object.create(null) as Record<string, SkuFacts>

/** The recorded facts by SKU; `skus` is absent when no SKU has facts. */
function skuFactsOf(sheets: readonly (FactSheet | undefined)[]): { skus?: Record<string, SkuFacts> } {
  const recorded = sheets.flatMap((sheet) =>
    sheet?.subject === 'sku' ? [[sheet.sku, sheet.facts] as const] : [],
  )
  return recorded.length === 0 ? {} : { skus: Object.assign(emptySkuMap(), Object.fromEntries(recorded)) }
}

/** True when facts of an order were recorded after the version that its run used. */
export async function isOutdated(
  order: OrderSnapshot,
  { factsVersion = 0 }: { readonly factsVersion?: number | undefined },
): Promise<boolean> {
  const sheet = await findFactSheet(order.store, { subject: 'order', orderId: order.id })
  return (sheet?.version ?? 0) > factsVersion
}
