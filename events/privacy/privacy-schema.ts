import * as z from 'zod/mini'
import { instant, looseText, slug, text, version } from '../fields.ts'

const count = z.int().check(z.gte(0))

/** Identifiers of the person a request is about: every document, e-mail address and phone number found so far. */
export const Identity = z.strictObject({
  documents: z.array(looseText(24)),
  emails: z.array(looseText(254)),
  phones: z.array(looseText(30)),
})
export type Identity = z.infer<typeof Identity>

/**
 * Legal bases on which a store may retain personal data despite a request for erasure (LGPD, art. 7 and 16): a contract
 * that is not performed yet or may still be withdrawn from, a legal obligation, or the exercise of rights in proceedings.
 */
const legalBases = ['contract', 'legal-obligation', 'legal-claims'] as const

/** Why a record is retained. */
export const Retention = z.object({
  basis: z.enum(legalBases),
  why: text(200),
  /** When the reason ends, if known. */
  until: z.optional(instant),
})
export type Retention = z.infer<typeof Retention>

/** A record that was not erased, and why. */
export const RetainedRecord = z.object({ kind: text(40), id: text(80), ...Retention.shape })
export type RetainedRecord = z.infer<typeof RetainedRecord>

/** The slices that store personal data: each reports its own. A new one also needs its reaction and its key. */
export const holders = ['orders', 'quality', 'email', 'channels'] as const
export type HolderName = (typeof holders)[number]

/** The channel where an order was sold, and its number there. */
const Sale = z.object({ channel: slug, externalId: text(100) })

/** A record about a person. `pending`: it is erased once its order is. */
export const ReportedRecord = z.object({
  kind: text(40),
  id: text(80),
  orderId: z.optional(text(64)),
  /** Only for an order. */
  sale: z.optional(Sale),
  fate: z.enum(['reported', 'erased', 'already-erased', 'pending', 'kept']),
  kept: z.optional(Retention),
  /** The record's content for the person to read; only for an export. */
  data: z.optional(z.unknown()),
})
export type ReportedRecord = z.infer<typeof ReportedRecord>

/** One part of a slice's report for one round of a request; all parts together list every record. */
export const PersonalDataReportSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  requestId: z.string(),
  round: count,
  slice: z.enum(holders),
  part: count,
  parts: count,
  records: z.array(ReportedRecord),
  /** Identifiers of the person that the records add. */
  identity: Identity,
})
export type PersonalDataReportSnapshot = z.infer<typeof PersonalDataReportSnapshot>

/** A person's request for their data or for its erasure, and its progress. */
export const PrivacyRequestSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `reapplication`: erases again what was erased, after the table was restored to an earlier time. */
  kind: z.enum(['export', 'erasure', 'reapplication']),
  status: z.enum(['gathering', 'waiting', 'finished']),
  /** The person it is about; removed when the request finishes. */
  identity: z.optional(Identity),
  /** Keyed hashes of their documents and addresses, by which the store recognises an erased person; set when it finishes. */
  subject: z.optional(z.array(text(64))),
  note: z.optional(text(300)),
  /** When an earlier request erased the same person. */
  erasedBefore: z.optional(instant),
  orderIds: z.array(z.string()),
  /** Only for a reapplication: erased records that belong to no order. */
  recordIds: z.optional(z.array(z.string())),
  erasedOrderIds: z.array(z.string()),
  /** Where the orders were sold, if known. */
  sales: z.array(z.object({ orderId: z.string(), ...Sale.shape })),
  /** Rounds of reports so far: each round passes on what the round before found. */
  round: count,
  phase: z.enum(['finding', 'erasing']),
  /** This round found identifiers or orders that the slices have not searched for yet. */
  grown: z.boolean(),
  answers: z.array(z.object({ slice: z.enum(holders), parts: count, got: z.array(count) })),
  /** Records found, by kind, in the last round; and those erased in all rounds. */
  found: z.record(z.string(), count),
  erased: z.record(z.string(), count),
  kept: z.array(RetainedRecord),
  /** Orders erased in this round, or with pending records in another slice. */
  pendingOrderIds: z.array(z.string()),
  requestedAt: instant,
  requestedBy: text(120),
  updatedAt: instant,
  finishedAt: z.optional(instant),
  /** When the slices are asked again, because records were retained. */
  reviewAt: z.optional(instant),
})
export type PrivacyRequestSnapshot = z.infer<typeof PrivacyRequestSnapshot>
