import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { OrderCorrection } from '../orders/order-schema.ts'
import { OrderFacts, SkuFacts, StoreFacts } from './facts.ts'
import { checkModes, departments, RunSnapshot } from './quality-events.ts'

/** The store's settings of one check. */
const setting = {
  mode: z.enum(checkModes),
  /** The department that works on a failure. */
  department: z.enum(departments),
  /** All thresholds, by the names that the check defines. */
  thresholds: z.record(z.string(), z.unknown()),
  /** Corrects values whose right form is certain without asking. */
  autoCorrect: z.boolean(),
}

/** The check settings of a store, by check code. Checks that the store never changed are absent. */
export const CheckSettingsSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `version` counts the changes of this one check. */
  checks: z.record(text(60), z.object({ ...setting, version, setAt: instant })),
})
export type CheckSettingsSnapshot = z.infer<typeof CheckSettingsSnapshot>

const sheet = { id: z.string(), store: slug, version, learnedAt: instant }

/** The facts recorded about a store, one of its SKUs or one of its orders. */
export const FactsSnapshot = z.discriminatedUnion('subject', [
  z.object({ ...sheet, subject: z.literal('store'), facts: StoreFacts }),
  z.object({ ...sheet, subject: z.literal('sku'), sku: text(64), facts: SkuFacts }),
  z.object({
    ...sheet,
    subject: z.literal('order'),
    orderId: text(64),
    facts: OrderFacts,
    /** The channel's revision of the order that last supplied facts; older revisions are ignored. */
    channelRevision: z.optional(version),
  }),
])
export type FactsSnapshot = z.infer<typeof FactsSnapshot>

export const checkConfigured = defineEvent({
  type: 'quality.check-configured',
  slice: 'quality',
  aggregate: 'check-settings',
  summary: 'A store changed the settings of a check; they apply to future runs.',
  data: z.object({ check: text(60), ...setting }),
  snapshot: CheckSettingsSnapshot,
})

export const correctionProposed = defineEvent({
  type: 'quality.correction-proposed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'A check proposes a certain correction of this content of the order.',
  data: z.object({
    orderId: z.string(),
    contentVersion: version,
    correctionId: z.string(),
    check: text(60),
    changes: OrderCorrection.shape.changes,
  }),
  snapshot: RunSnapshot,
})

export const factLearned = defineEvent({
  type: 'quality.fact-learned',
  slice: 'quality',
  aggregate: 'facts',
  summary: 'Facts that checks use were recorded or changed; an order’s facts re-run its checks.',
  data: z.object({
    subject: z.enum(['store', 'sku', 'order']),
    /** The names of the facts that are new, changed or removed. */
    names: z.array(text(60)),
    /** True when at least one of them is new: checks may be waiting for it. */
    arrived: z.optional(z.boolean()),
  }),
  snapshot: FactsSnapshot,
})
