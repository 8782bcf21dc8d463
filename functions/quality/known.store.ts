import type { Facts, SkuFacts } from '../../events/facts.ts'
import type { OrderSnapshot } from '../../events/order-schema.ts'
import { findTogether } from '../../shared/table/load.store.ts'
import { checkSettings } from './check-settings.store.ts'
import { type SettingsByCheck, settingsId } from './check-settings.ts'
import { openDefects } from './defect.store.ts'
import { openDefectsId } from './defect.ts'
import { factSheets, findFactSheet } from './fact-sheet.store.ts'
import { type FactSheet, sheetId } from './fact-sheet.ts'
import { runs } from './quality.store.ts'
import { recentOrders } from './recent-orders.store.ts'
import type { Run } from './run.ts'

/** What an order is judged by, besides itself. */
export interface Known {
  readonly settings: SettingsByCheck
  readonly facts: Facts
  /** The version of the order's own facts; absent when nobody has told any. */
  readonly factsVersion: number | undefined
}

/** Reads what is known beside an order: one batch of keys, and one query for its person's orders of the day. */
export const loadKnown = async (order: OrderSnapshot): Promise<Known> => (await loadWith(order, [])).known

/**
 * The same, and in the same batch the order's run. Only for an order that is likely to have none: beside a run there
 * may stand what is older than what the run was made by, since a batch is no snapshot.
 */
export async function loadKnownAndRun(
  order: OrderSnapshot,
): Promise<{ readonly known: Known; readonly run: Run | undefined }> {
  const { known, more } = await loadWith(order, [{ kind: runs, id: order.id }])
  return { known, run: more[0] }
}

async function loadWith(order: OrderSnapshot, wanted: readonly { kind: typeof runs; id: string }[]) {
  const { store, id: orderId, lines } = order
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  const sheet = (about: Parameters<typeof sheetId>[1]) => ({ kind: factSheets, id: sheetId(store, about) })
  const [[settings, defects, ofStore, ofOrder, ...others], recent] = await Promise.all([
    findTogether(store, [
      { kind: checkSettings, id: settingsId },
      { kind: openDefects, id: openDefectsId },
      sheet({ subject: 'store' }),
      sheet({ subject: 'order', orderId }),
      ...skus.map((sku) => sheet({ subject: 'sku', sku })),
      ...wanted,
    ]),
    recentOrders(order),
  ])
  const known: Known = {
    settings: settings?.checks ?? {},
    facts: {
      ...ofStore?.facts,
      ...ofOrder?.facts,
      ...skusIn(others.slice(0, skus.length) as (FactSheet | undefined)[]),
      openDefects: defects?.defects ?? [],
      ...(recent === undefined ? {} : { recentOrders: recent }),
    },
    factsVersion: ofOrder?.version,
  }
  return { known, more: others.slice(skus.length) as (Run | undefined)[] }
}

/** A SKU may be called `constructor`: there must be nothing under a name that nobody put there. */
const bySku = (): Record<string, SkuFacts> => Object.create(null) as Record<string, SkuFacts>

/** The facts of those SKUs of which something is known, by SKU; nothing at all when nothing is. */
function skusIn(sheets: readonly (FactSheet | undefined)[]): { skus?: Record<string, SkuFacts> } {
  const known = sheets.flatMap((sheet) =>
    sheet?.subject === 'sku' ? [[sheet.sku, sheet.facts] as const] : [],
  )
  return known.length === 0 ? {} : { skus: Object.assign(bySku(), Object.fromEntries(known)) }
}

/** True when facts of an order were told that a run did not look at. */
export async function isOutdated(order: OrderSnapshot, { factsVersion = 0 }: Known): Promise<boolean> {
  const sheet = await findFactSheet(order.store, { subject: 'order', orderId: order.id })
  return (sheet?.version ?? 0) > factsVersion
}
