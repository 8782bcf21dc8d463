import * as z from 'zod/mini'
import { instant, text } from '../../../events/fields.ts'
import { OrderFacts, SkuFacts, StoreFacts } from '../../../events/quality/facts.ts'
import type { FactSheet } from './fact-sheet.ts'

export const SkuFactsPath = z.strictObject({ sku: text(64) })
export const OrderFactsPath = z.strictObject({ orderId: text(64) })

/** `version` 0 and no facts: none are recorded yet. */
const sheetFields = { version: z.int(), learnedAt: z.optional(instant) }
export const StoreFactsView = z.object({ ...sheetFields, facts: StoreFacts })
export const SkuFactsView = z.object({ ...sheetFields, sku: z.string(), facts: SkuFacts })
export const OrderFactsView = z.object({ ...sheetFields, orderId: z.string(), facts: OrderFacts })

interface FactsToShow<Facts> {
  readonly version: number
  readonly learnedAt: string
  readonly facts: Facts
}

/** Recorded facts as the API returns them. */
export const toFactsView = <Facts extends FactSheet['facts']>(
  sheet: FactsToShow<Facts> | undefined,
): FactsToShow<Facts> | { readonly version: 0; readonly facts: Record<string, never> } =>
  sheet === undefined
    ? { version: 0, facts: {} }
    : { version: sheet.version, learnedAt: sheet.learnedAt, facts: sheet.facts }
