import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts, SkuFacts } from '../../../events/quality/facts.ts'
import { findTogether } from '../../../shared/table/load.store.ts'
import { checkSettings } from '../checks/check-settings.store.ts'
import { type SettingsByCheck, settingsId } from '../checks/check-settings.ts'
import { findOpenDefects } from '../defects/defect.store.ts'
import { factSheets, findFactSheet } from '../facts/fact-sheet.store.ts'
import { type FactSheet, factSheetId } from '../facts/fact-sheet.ts'
import { recentOrders } from './recent-orders.store.ts'

/** What an order is judged by, besides itself. */
export interface EvaluationContext {
  readonly settings: SettingsByCheck
  readonly facts: Facts
  /** The version of the order's own facts; absent when nobody has told any. */
  readonly factsVersion: number | undefined
}

/**
 * Reads what is known beside an order: its store's open defects, a batch of settings and facts, and one query for its
 * person's orders of the day.
 */
export const loadEvaluationContext = (order: OrderSnapshot): Promise<EvaluationContext> => load(order, true)

/**
 * The same for an order's first run, at half the read units: settings and facts may be some milliseconds old then.
 * Settings hold for the runs to come. Facts of the order are looked at once more when the run is written
 * (`isOutdated`), and those of a SKU or of the store have every order checked again that was there when they were told.
 * Open defects are read as they are: who is told that one is confirmed must not see the next order leave with it.
 */
export const loadForFirstRun = (order: OrderSnapshot): Promise<EvaluationContext> => load(order, false)

async function load(order: OrderSnapshot, consistent: boolean): Promise<EvaluationContext> {
  const { store, id: orderId, lines } = order
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  const sheet = (about: Parameters<typeof factSheetId>[1]) => ({
    kind: factSheets,
    id: factSheetId(store, about),
  })
  const wanted = [
    { kind: checkSettings, id: settingsId },
    sheet({ subject: 'store' }),
    sheet({ subject: 'order', orderId }),
    ...skus.map((sku) => sheet({ subject: 'sku', sku })),
  ] as const
  const [defects, [settings, ofStore, ofOrder, ...ofSkus], recent] = await Promise.all([
    findOpenDefects(store),
    findTogether(store, wanted, { consistent }),
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

/** A SKU may be called `constructor`: there must be nothing under a name that nobody put there. */
const emptySkuMap = (): Record<string, SkuFacts> => Object.create(null) as Record<string, SkuFacts>

/** The facts of those SKUs of which something is known, by SKU; nothing at all when nothing is. */
function skuFactsOf(sheets: readonly (FactSheet | undefined)[]): { skus?: Record<string, SkuFacts> } {
  const known = sheets.flatMap((sheet) =>
    sheet?.subject === 'sku' ? [[sheet.sku, sheet.facts] as const] : [],
  )
  return known.length === 0 ? {} : { skus: Object.assign(emptySkuMap(), Object.fromEntries(known)) }
}

/** True when facts of an order were told that a run did not look at. */
export async function isOutdated(
  order: OrderSnapshot,
  { factsVersion = 0 }: { readonly factsVersion?: number | undefined },
): Promise<boolean> {
  const sheet = await findFactSheet(order.store, { subject: 'order', orderId: order.id })
  return (sheet?.version ?? 0) > factsVersion
}
