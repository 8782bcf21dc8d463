import * as z from 'zod/mini'
import { instant, looseText, slug, text, version } from '../fields.ts'

const count = z.int().check(z.gte(0))

/** Whom a request is about: every document, e-mail address and telephone number that is known to be theirs. */
export const Identity = z.strictObject({
  documents: z.array(looseText(24)),
  emails: z.array(looseText(254)),
  phones: z.array(looseText(30)),
})
export type Identity = z.infer<typeof Identity>

/**
 * What allows a store to keep personal data although its person asks for erasure (LGPD, art. 7 and 16): the contract is
 * not performed yet, or may still be withdrawn from; a duty by law; the exercise of rights in proceedings.
 */
const legalBases = ['contract', 'legal-obligation', 'legal-claims'] as const

/** What was not erased, and why. */
export const RetainedRecord = z.object({
  kind: text(40),
  id: text(80),
  basis: z.enum(legalBases),
  why: text(200),
  /** When the reason ends, where that is known. */
  until: z.optional(instant),
})
export type RetainedRecord = z.infer<typeof RetainedRecord>

/** The slices that hold personal data: each answers for its own. */
export const holders = ['orders', 'quality', 'email', 'channels'] as const
export type HolderName = (typeof holders)[number]

const Sale = z.object({ channel: slug, externalId: text(100) })

/** Something that a slice holds of a person. `gone`: erased before; `pending`: it goes when its order has gone. */
export const HeldRecord = z.object({
  kind: text(40),
  id: text(80),
  orderId: z.optional(text(64)),
  /** Of an order: where it was sold and its number there, by which channels know it. */
  sale: z.optional(Sale),
  fate: z.enum(['told', 'erased', 'gone', 'pending', 'kept']),
  kept: z.optional(z.omit(RetainedRecord, { kind: true, id: true })),
  /** What is held, for the person to read; only where they asked for it. */
  data: z.optional(z.unknown()),
})
export type HeldRecord = z.infer<typeof HeldRecord>

/** One part of what a slice says to one round of a request. */
export const PersonalDataReportSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  requestId: z.string(),
  round: count,
  slice: z.enum(holders),
  part: count,
  parts: count,
  records: z.array(HeldRecord),
  /** What the records tell of the person beside what was known. */
  identity: Identity,
})
export type PersonalDataReportSnapshot = z.infer<typeof PersonalDataReportSnapshot>

/** What a person asks of a store about their data, and how far it has come. */
export const PrivacyRequestSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `reapplication`: what was erased is erased again, after the table was restored to a time before. */
  kind: z.enum(['export', 'erasure', 'reapplication']),
  status: z.enum(['gathering', 'waiting', 'finished']),
  /** Whom it is about; gone once it is finished. */
  identity: z.optional(Identity),
  /** Keyed hashes of their documents and addresses, by which the store can tell whom it has erased; once finished. */
  subject: z.optional(z.array(text(64))),
  note: z.optional(text(300)),
  /** When the same person was erased by a request before this one. */
  erasedBefore: z.optional(instant),
  orderIds: z.array(z.string()),
  /** Of a reapplication: what hung on no order and was erased by itself. */
  recordIds: z.optional(z.array(z.string())),
  erasedOrderIds: z.array(z.string()),
  /** Where the orders were sold, as far as is known. */
  sales: z.array(z.object({ orderId: z.string(), ...Sale.shape })),
  /** Rounds of questions to the slices so far: each tells the next one what was found meanwhile. */
  round: count,
  phase: z.enum(['finding', 'erasing']),
  /** Something became known in this round that the slices have not been asked about. */
  grown: z.boolean(),
  answers: z.array(z.object({ slice: z.enum(holders), parts: count, got: z.array(count) })),
  /** Records found, by kind, in the last round; and those erased in all rounds. */
  found: z.record(z.string(), count),
  erased: z.record(z.string(), count),
  kept: z.array(RetainedRecord),
  /** Orders that went in this round, or whose erasure something in another slice still waits for. */
  pendingOrderIds: z.array(z.string()),
  requestedAt: instant,
  requestedBy: text(120),
  updatedAt: instant,
  finishedAt: z.optional(instant),
  /** When the slices are asked again, because something had to be kept. */
  reviewAt: z.optional(instant),
})
export type PrivacyRequestSnapshot = z.infer<typeof PrivacyRequestSnapshot>
