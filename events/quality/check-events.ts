import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { OrderCorrection } from '../orders/order-schema.ts'
import { OrderFacts, SkuFacts, StoreFacts } from './facts.ts'
import { checkModes, departments, RunSnapshot } from './quality-events.ts'

/** How a store has one check made. */
const setting = {
  mode: z.enum(checkModes),
  /** Whose work a failure is. */
  department: z.enum(departments),
  /** By the check's own names for them; every one has a value. */
  thresholds: z.record(z.string(), z.unknown()),
  /** Values of which it is certain that they are meant otherwise are corrected without asking. */
  autoCorrect: z.boolean(),
}

/** What a store has set, by the check's code. Checks that it never touched are not here. */
export const CheckSettingsSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `version`: how often this one check was set. */
  checks: z.record(text(60), z.object({ ...setting, version, setAt: instant })),
})
export type CheckSettingsSnapshot = z.infer<typeof CheckSettingsSnapshot>

const sheet = { id: z.string(), store: slug, version, learnedAt: instant }

/** All that is known of a store, of one of its SKUs or of one of its orders, beside the orders themselves. */
export const FactsSnapshot = z.discriminatedUnion('subject', [
  z.object({ ...sheet, subject: z.literal('store'), facts: StoreFacts }),
  z.object({ ...sheet, subject: z.literal('sku'), sku: text(64), facts: SkuFacts }),
  z.object({
    ...sheet,
    subject: z.literal('order'),
    orderId: text(64),
    facts: OrderFacts,
    /** The revision of the order at its channel that last told facts: an older one tells nothing. */
    channelRevision: z.optional(version),
  }),
])
export type FactsSnapshot = z.infer<typeof FactsSnapshot>

export const checkConfigured = defineEvent({
  type: 'quality.check-configured',
  slice: 'quality',
  aggregate: 'check-settings',
  summary: 'A store set how one check is made; it holds for the runs to come.',
  data: z.object({ check: text(60), ...setting }),
  snapshot: CheckSettingsSnapshot,
})

export const correctionProposed = defineEvent({
  type: 'quality.correction-proposed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary:
    'A check is certain of the right value of something in this content of the order, and may correct it.',
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
  summary: 'Something that checks look at became known, or is another; an order’s checks wake up by it.',
  data: z.object({
    subject: z.enum(['store', 'sku', 'order']),
    /** The names of the facts that are new, another or gone. */
    names: z.array(text(60)),
    /** True when one of them was not known before: checks may wait for it. */
    arrived: z.optional(z.boolean()),
  }),
  snapshot: FactsSnapshot,
})
