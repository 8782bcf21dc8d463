import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { findTogether } from '../../../shared/table/load.store.ts'
import { checkSettings } from '../checks/check-settings.store.ts'
import { type CheckSettings, settingsId } from '../checks/check-settings.ts'
import { factSheets } from '../facts/fact-sheet.store.ts'
import { type FactSheet, factSheetId } from '../facts/fact-sheet.ts'

/** The settings and facts for one order; each part is absent when nothing is recorded. */
export interface SettingsAndFacts {
  readonly settings: CheckSettings | undefined
  readonly ofStore: FactSheet | undefined
  readonly ofOrder: FactSheet | undefined
  readonly ofSkus: readonly (FactSheet | undefined)[]
}

/** The check settings of a store and the facts of the store, an order and its SKUs, in one batch. Error: `busy`. */
export async function findSettingsAndFacts(
  { store, id: orderId, lines }: OrderSnapshot,
  options: { readonly consistent: boolean },
): Promise<SettingsAndFacts> {
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  const sheet = (about: Parameters<typeof factSheetId>[1]) => ({
    kind: factSheets,
    id: factSheetId(store, about),
  })
  const [settings, ofStore, ofOrder, ...ofSkus] = await findTogether(
    store,
    [
      { kind: checkSettings, id: settingsId },
      sheet({ subject: 'store' }),
      sheet({ subject: 'order', orderId }),
      ...skus.map((sku) => sheet({ subject: 'sku', sku })),
    ] as const,
    options,
  )
  return { settings, ofStore, ofOrder, ofSkus }
}
